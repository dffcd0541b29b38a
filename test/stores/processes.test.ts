import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { openFile } from '../../simulator/store/sqlite/open.js';
import { filePlace, peer } from '../simulator/store/engines.js';
import { type Caller, createCaller } from '../support/caller.js';
import { callerOf, startOnFile } from '../support/on-file.js';
import { startProgram } from '../support/program.js';

// Several processes on one file, and their sudden ends. A slice in `npm test`, the whole by `npm run test:stores`.

const isWhole = process.env.KAKAOCERT_STORES === 'whole';
const KILLS = isWhole ? 50 : 4;
const [ADDERS, TIMES] = isWhole ? [8, 2000] : [3, 150];

test(`${ADDERS} processes that add ${TIMES} times each add exactly`, { timeout: 300_000 }, async () => {
  await using place = filePlace();
  const programs = Array.from({ length: ADDERS }, () =>
    startProgram(process.execPath, ['tools/run.mjs', 'test/stores/adder.ts', place.path, String(TIMES)]),
  );
  for (const program of programs) expect(await program.line()).toBe('done');
  expect(await Promise.all(programs.map(({ ended }) => ended()))).toEqual(programs.map(() => 0));
  const store = await openFile(place.path, { peer });
  expect(await store.get('thing', 'sum')).toMatchObject({ n: ADDERS * TIMES });
  await store.close();
});

interface Kept {
  readonly requested: Set<string>;
  readonly verified: Set<string>;
}

/** Request, sign, verify, until the simulator is gone; what was answered must be there afterwards. */
async function work(url: string, { requested, verified }: Kept, onVerified: () => void): Promise<void> {
  const caller = callerOf(url);
  try {
    for (let at = 0; ; at += 1) {
      const asked = await caller.post('/SignDirectDebit/Request', requestCMS({ ClientUserID: String(at) }));
      const id: string = asked.json.receiptId;
      requested.add(id);
      await caller.control('POST', `/receipts/${id}/sign`);
      const answer = await caller.get(`/SignDirectDebit/Verify/${id}`);
      if (answer.status !== 200) throw new Error(`A first verify was refused: ${answer.text}`);
      if (verified.has(id)) throw new Error(`${id} was verified twice.`);
      verified.add(id);
      onVerified();
    }
  } catch (error) {
    // fetch: the connection broke, or there is nobody to connect to.
    if (!(error instanceof TypeError)) throw error;
  }
}

test(`a simulator that is killed ${KILLS} times under load has all that it answered, and verifies nothing twice`, {
  timeout: 600_000,
}, async () => {
  await using place = filePlace();
  const kept: Kept = { requested: new Set(), verified: new Set() };
  for (let life = 0; life < KILLS; life += 1) {
    const { program, url } = await startOnFile(place.path);
    let left = 12;
    const count = () => {
      left -= 1;
      if (left === 0) program.child.kill('SIGKILL');
    };
    await Promise.all(Array.from({ length: 4 }, () => work(url, kept, count)));
    expect(await program.ended()).toBe('SIGKILL');
  }
  const { program, url } = await startOnFile(place.path);
  const caller = callerOf(url);
  for (const id of kept.requested) {
    const { status, json } = await caller.control('GET', `/receipts/${id}`);
    expect([id, status]).toEqual([id, 200]);
    if (!kept.verified.has(id)) continue;
    expect(json.verifiedAt).not.toBeNull();
    expect((await caller.get(`/SignDirectDebit/Verify/${id}`)).json.code).toBe(-31010023);
  }
  expect(kept.verified.size).toBeGreaterThanOrEqual(KILLS * 12);
  expect(await program.stop('SIGTERM')).toBe(0);
});

test('two simulators on one file answer for one another: receipts, tokens, arrangements, journal, numbers', async () => {
  await using place = filePlace();
  const store = `file:${place.path}`;
  await using one = await createSimulator({ store });
  await using other = await createSimulator({ store });
  const tenant = await one.tenant();
  const now = () => Date.now();
  const [here, there] = [one, other].map((simulator) =>
    createCaller(simulator.fetch as typeof fetch, { credentials: tenant, now }),
  ) as [Caller, Caller];
  const bearer = { authorization: await here.authorization() };
  const asked = await here.post('/SignDirectDebit/Request', requestCMS());
  const id: string = asked.json.receiptId;
  await there.control('POST', `/receipts/${id}/sign`);
  await one.control
    .tenant(tenant.clientCode)
    .then((handle) => handle.outcomes.add('verifyCMS', { error: 'verify.expired', times: 2 }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? here : there).get(`/SignDirectDebit/Verify/${id}`, bearer),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ json }) => json.code === -31010021)).toHaveLength(2);
  expect(answers.filter(({ json }) => json.code === -31010023)).toHaveLength(17);
  const calls = await (await other.control.tenant(tenant.clientCode)).calls();
  expect(calls.filter(({ operation }) => operation === 'verifyCMS')).toHaveLength(20);
  expect(calls).toEqual(await tenant.calls());
  const numbers = calls.map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
});
