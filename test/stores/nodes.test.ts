import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { openFile } from '../../simulator/store/sqlite/open.js';
// @ts-expect-error plain JavaScript, as the gates run it
import { isNode, placeOfNode } from '../../tools/nodes.mjs';
import { filePlace, peer } from '../simulator/store/engines.js';
import { TESTER } from '../support/caller.js';
import { callerOf, startOnFile } from '../support/on-file.js';
import { startProgram } from '../support/program.js';

// One file under several versions of Node at a time: each has a SQLite of its own, and Node 20 the peer's.

const own = process.versions.node.split('.')[0] ?? '';
const others: readonly { readonly major: string; readonly node: string }[] = ['22', '24', '26']
  .filter((major) => major !== own)
  .map((major) => ({ major, node: placeOfNode(major).node as string }))
  .filter(({ major, node }) => isNode(node, major));
const [other] = others;
const missing =
  other === undefined ? ' (no other Node in the cache of CI: node .ci/gates/other-node.mjs 24)' : '';

const TIMES = 100;

test.skipIf(other === undefined)(
  `processes of several Nodes that add to one record of a file add exactly${missing}`,
  { timeout: 120_000 },
  async () => {
    await using place = filePlace();
    const programs = [process.execPath, ...others.map(({ node }) => node)].map((node) =>
      startProgram(node, ['tools/run.mjs', 'test/stores/adder.ts', place.path, String(TIMES)]),
    );
    for (const program of programs) expect(await program.line()).toBe('done');
    expect(await Promise.all(programs.map(({ ended }) => ended()))).toEqual(programs.map(() => 0));
    const store = await openFile(place.path, { peer });
    expect(await store.get('thing', 'sum')).toMatchObject({ n: programs.length * TIMES });
    await store.close();
  },
);

test.skipIf(other === undefined)(
  `simulators of several Nodes on one file are one: a receipt is verified once, all read one journal${missing}`,
  { timeout: 120_000 },
  async () => {
    await using place = filePlace();
    const started = [];
    for (const node of [process.execPath, ...others.map((one) => one.node)])
      started.push(await startOnFile(place.path, node));
    const callers = started.map(({ url }) => callerOf(url));
    const [first] = callers;
    if (first === undefined) throw new Error('None was started.');
    const bearer = { authorization: await first.authorization() };
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1)
      ids.push(
        (await first.post('/SignDirectDebit/Request', requestCMS({ ClientUserID: String(at) }))).json
          .receiptId,
      );
    const codes: unknown[] = [];
    for (const id of ids) {
      await callers.at(-1)?.control('POST', `/receipts/${id}/sign`);
      const all = await Promise.all(
        Array.from({ length: 3 }, () => callers)
          .flat()
          .map((caller) => caller.get(`/SignDirectDebit/Verify/${id}`, bearer)),
      );
      codes.push(all.map(({ status, json }) => (status === 200 ? 'ok' : json.code)).sort());
    }
    const each = callers.length * 3;
    expect(codes).toEqual(ids.map(() => [...Array.from({ length: each - 1 }, () => -31010023), 'ok']));
    const journals = [];
    for (const caller of callers)
      journals.push((await caller.control('GET', `/tenants/${TESTER.clientCode}/calls`)).json.calls);
    for (const journal of journals) expect(journal).toEqual(journals[0]);
    const numbers = (journals[0] as { number: number }[]).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(ids.length * (each + 1));
    for (const { program } of started) expect(await program.stop()).toBe(0);
  },
);
