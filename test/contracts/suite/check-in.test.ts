import { afterEach, expect, test } from 'vitest';
import { contractCases, runContract } from '../../../contracts/index.js';
import { CheckInRefused } from '../../../contracts/suite/check-in.js';
import { defaultTenant } from '../../../simulator/core/tenant.js';
import { createStandIn, type StandInOptions } from '../../support/stand-in.js';

// Whoever is not let in plays nothing: a Token call for each institution, and its refusal told once.

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function refused(options: StandInOptions) {
  let calls = 0;
  const { target, close, messages } = await createStandIn({
    ...options,
    behave: (send) => (url, init) => {
      calls += 1;
      return send(url, init);
    },
  });
  closing.push(close);
  const results: unknown[] = [];
  const outcome = await runContract(target, { onResult: (result) => results.push(result) }).catch(
    (error: unknown) => error,
  );
  return { error: outcome as CheckInRefused, calls, results, messages: await messages() };
}

test.each([
  ['a wrong LinkID', { env: { KAKAOCERT_LINK_ID: 'NOBODY-AT-ALL' } }, -99_004_021, 'no such LinkID'],
  [
    'an address that is not registered',
    {
      prepare: async ({ control }) => {
        const tenant = await control.tenant(defaultTenant.clientCode);
        await tenant.outcomes.add('token', { error: 'auth.ip', times: 1000 });
      },
    },
    -99_010_013,
    'not registered for the LinkID',
  ],
  [
    'a LinkID that may not use the service',
    {
      prepare: async ({ control }) => {
        const tenant = await control.tenant(defaultTenant.clientCode);
        await tenant.outcomes.add('token', { error: 'auth.scope', times: 1000 });
      },
    },
    -99_010_016,
    'may not use this service',
  ],
  [
    'a second institution with another SecretKey',
    {
      env: {
        KAKAOCERT_SECOND_LINK_ID: 'TESTER',
        KAKAOCERT_SECOND_SECRET_KEY: 'AAAA',
        KAKAOCERT_SECOND_CLIENT_CODE: '020040000002',
      },
    },
    -99_010_007,
    'not signed as Linkhub wants it',
  ],
] satisfies [string, StandInOptions, number, string][])(
  '%s: refused once, nothing is played',
  async (_, options, code, meaning) => {
    const { error, calls, results, messages } = await refused(options);
    expect(error).toBeInstanceOf(CheckInRefused);
    expect(error.code).toBe(code);
    expect(error.message).toContain(`code ${code}: ${error.words}`);
    expect(error.means.en).toContain(meaning);
    expect(error.advice.ko).not.toBe('');
    expect(results).toEqual([]);
    expect(messages).toBe(0);
    // Time, which asks whether anybody is there, and a Token for each institution.
    expect(calls).toBe('env' in options && 'KAKAOCERT_SECOND_LINK_ID' in options.env ? 3 : 2);
  },
);

test('the token of the check-in is the one that the cases use', async () => {
  const { target, journal } = await createStandIn();
  await runContract(target, { cases: contractCases.filter(({ id }) => id === 'point.answered') });
  expect((await journal()).map(({ operation }) => operation)).toEqual(['token', 'point']);
});
