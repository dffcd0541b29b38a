import { afterEach, expect, test } from 'vitest';
import { cheapestFirst, planCases, planLive } from '../../cli/contract-plan.js';
import * as client from '../../client/index.js';
import { contractCases, runContract } from '../../contracts/index.js';
import { readLiveSettings } from '../../contracts/suite/live.js';
import { unknownCases } from '../../contracts/suite/unknown.js';
import { createStandIn, liveEnvironment } from '../support/stand-in.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const env = { ...liveEnvironment, KAKAOCERT_OTHER_NAME: '박시험' };

test('the messages and the signatures that a plan names are those of the run', {
  timeout: 120_000,
}, async () => {
  const rows = await planCases(contractCases, readLiveSettings(env));
  const { target, close, messages, said } = await createStandIn({
    env,
    simulator: { people: { 박시험: { refuses: 'person.nameMismatch' } } },
  });
  closing.push(close);
  const { close: _, ...open } = target;
  const results = await runContract({ ...open, client });
  expect(rows.map(({ id, skipped }) => [id, skipped])).toEqual(
    results.map(({ case: { id }, verdict, why }) => [id, verdict === 'skipped' ? why : undefined]),
  );
  expect(await messages()).toBe(rows.reduce((sum, row) => sum + row.messages, 0));
  expect(said.filter((line) => line.startsWith('Please sign'))).toHaveLength(
    rows.reduce((sum, row) => sum + row.signatures, 0),
  );
});

test('a plan tells of each case what it costs, and of all together', async () => {
  const cases = contractCases.filter(({ id }) =>
    /^(time\.text|cms\.(expiry\.verifyWindow.*|verify\.once))$/.test(id),
  );
  const text = await planLive(cases, env, { calls: 300, messages: 10, asJson: false });
  expect(text).toMatch(/^ +1 +0 +time\.text$/m);
  // Request, a new token, Verify, Status; and half an hour.
  expect(text).toMatch(/^ +4 +1 +31 +1 +cms\.expiry\.verifyWindow\.late$/m);
  expect(text).toContain('cms.expiry.verifyWindow: needs the control plane');
  expect(text).toContain(
    'The whole run, with --person: about 11 calls, 2 messages to the receiver, 31 minutes of waiting, 2 signatures of the person.',
  );
  expect(text).toContain('Without --person: about 3 calls, 0 messages');
  expect(text).not.toContain(liveEnvironment.KAKAOCERT_RECEIVER_NAME);
  const { total } = JSON.parse(await planLive(cases, env, { calls: 300, messages: 10, asJson: true }));
  expect(total).toEqual({ calls: 11, messages: 2, waits: 31 * 60_000, signatures: 2 });
});

test('a budget that is too small for the whole is told', async () => {
  const cases = contractCases.filter(({ id }) => id.startsWith('cms.verify.'));
  const text = await planLive(cases, env, { calls: 300, messages: 2, asJson: false });
  expect(text).toMatch(
    /--calls 300 and --messages 2 end it earlier; all of it needs --calls \d+ --messages \d+\./,
  );
});

test('what is unknown is played from the cheapest to the dearest', async () => {
  const unknown = unknownCases(contractCases);
  const rows = await planCases(unknown, readLiveSettings(env));
  const ordered = cheapestFirst(unknown, rows).map(({ id }) => id);
  const at = (id: string) => ordered.indexOf(id);
  expect(at('time.dateHeader')).toBeLessThan(at('cms.request.twice'));
  expect(at('cms.request.twice')).toBeLessThan(at('cms.verify.stateAfter'));
  expect(at('cms.verify.stateAfter')).toBeLessThan(at('cms.expiry.verifyWindow.late'));
  // Known from the SDKs.
  expect(at('time.text')).toBe(-1);
  expect(ordered).toHaveLength(unknown.length);
});

test('a receipt that may be read is read in the plan too', async () => {
  const cases = contractCases.filter(({ id }) => id.endsWith('.status.known'));
  const settings = readLiveSettings({ ...env, KAKAOCERT_RECEIPTS: 'cms=022050410003800001' });
  const rows = await planCases(cases, settings);
  expect(rows.map(({ messages, skipped }) => [messages, skipped])).toEqual([
    [0, undefined],
    [0, 'needs a receipt of verifyAuth to read'],
    [0, 'needs a receipt of esign to read'],
  ]);
});
