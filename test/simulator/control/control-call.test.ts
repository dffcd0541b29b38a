import { expect, test } from 'vitest';
import type { ControlHandlers } from '../../../simulator/control/handlers/handler.js';
import { noTenant } from '../../../simulator/control/problem.js';
import { ControlError, createSimulator } from '../../../simulator/index.js';
import { createControlCaller } from '../../../simulator/tenant/control-call.js';
import { NOON, TESTER } from '../../support/caller.js';

// Handlers and callers have the types of the rows: what a row does not say does not compile.

const { clientCode } = TESTER;

test('a call by its name is sent as its row says, and answers what its row says', async () => {
  const { fetch } = await createSimulator({ now: () => NOON });
  const call = createControlCaller({ url: 'http://sim.test/', fetch });
  expect(await call('putClock', { clientCode }, { advance: 'PT1S' })).toEqual({
    now: '2026-11-23T01:00:01.000Z',
    frozen: false,
  });
  expect((await call('createTenant', {})).sign).toBe('manual');
  expect(await call('caPem', {})).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(await call('resetTenant', { clientCode })).toBeUndefined();
  const refused = call('getTenant', { clientCode: '없음/?' });
  await expect(refused).rejects.toThrow(ControlError);
  await expect(refused).rejects.toMatchObject({ status: 404 });
});

test('a call that its row does not allow is an error of the compiler', async () => {
  const call = createControlCaller({ url: 'http://sim.test', fetch: async () => Response.json({}) });
  const wrong = [
    // @ts-expect-error the clock is somebody's
    call('getClock', {}),
    // @ts-expect-error a change must be given
    call('putClock', { clientCode }),
    // @ts-expect-error there is no such change
    call('putClock', { clientCode }, { stop: true }),
    // @ts-expect-error the path says everything
    call('resetTenant', { clientCode }, {}),
  ];
  expect(await Promise.all(wrong)).toHaveLength(4);
});

test('a handler that its row does not allow is an error of the compiler', () => {
  const wrong: readonly Pick<ControlHandlers, 'getClock'>[] = [
    // @ts-expect-error the handler is missing
    {},
    // @ts-expect-error a clock says whether it is frozen
    { getClock: () => ({ json: { now: '' } }) },
    // @ts-expect-error the path of a clock names no receipt
    { getClock: (_, { parameters }) => noTenant(parameters.receiptId) },
  ];
  expect(wrong).toHaveLength(3);
});
