// The contract as tests: one test a case, under vitest or any runner of the same shape.

import { contractCases } from './cases/index.js';
import { type Connection, connect } from './connect.js';
import { coverageRule, judgeCoverage } from './coverage.js';
import type { CaseResult } from './result.js';
import { runCase } from './run.js';
import type { Target } from './target.js';

/** What is used of a test runner; vitest's and jest's own functions fit, and so do node:test's with `after` as afterAll. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: (context: { skip(why?: string): unknown }) => Promise<void>): unknown;
  afterAll(body: () => Promise<void>): unknown;
}

/**
 * Declares one test for each case of the contract, against the target that `openTarget` gives: it is opened once, at the
 * first test, and closed after the last. One more test asks, against a simulator, whether the cases hold every row of the
 * tables. A case that can't run against the target is skipped and says why. So is a promise that is only assumed and that
 * the target does not keep: the reason of the skip says what was seen.
 *
 * Call it in a vitest file; under another runner, hand over its functions. Throws a TypeError where there is no runner; a
 * test fails with the broken promise, its source and the last calls. Times of a target are ms. Source: in each case.
 *
 * @example
 * ```ts
 * import { createSimulator } from 'kakaocert-simulator';
 * import * as client from 'kakaocert-simulator/client';
 * import { describeContract } from 'kakaocert-simulator/contracts';
 *
 * describeContract('the simulator, in process', async () => ({ ...(await createSimulator()), client }));
 * ```
 */
export function describeContract(
  name: string,
  openTarget: () => Target | Promise<Target>,
  { describe, test, afterAll }: TestRunner = vitest(),
): void {
  describe(name, () => {
    let connection: Promise<Connection> | undefined;
    const connected = () => {
      connection ??= Promise.resolve(openTarget()).then(connect);
      return connection;
    };
    afterAll(async () => {
      await (await connection)?.close();
    });
    const results: CaseResult[] = [];
    for (const one of contractCases) {
      test(`${one.id}: ${one.promise}`, async (context) => {
        const result = await runCase(await connected(), one);
        results.push(result);
        if (result.verdict === 'broken') throw new Error(explain(result));
        if (result.verdict !== 'kept') context.skip(`${result.verdict}: ${result.why}`);
      });
    }
    test(`${coverageRule.id}: ${coverageRule.promise}`, async (context) => {
      const result = judgeCoverage(await connected(), results);
      if (result === undefined) context.skip('judged after a whole run against a simulator, every case kept');
      if (result?.verdict === 'broken') throw new Error(explain(result));
    });
  });
}

/** Why a case failed, with its source and the last calls. */
function explain({ case: { source, fidelity }, why, exchanges }: CaseResult): string {
  const calls = exchanges
    .slice(-4)
    .map(
      ({ method, target, answered }) =>
        `  ${method} ${target} → ${answered.status} ${answered.body.slice(0, 300)}`,
    );
  return [
    why,
    `Source: ${source} (${fidelity}).`,
    ...(calls.length === 0 ? [] : ['The last calls:', ...calls]),
  ].join('\n');
}

/**
 * Vitest's functions, where vitest runs: it announces itself under this name for exactly such use. Not imported, so
 * that who only wants the tables, or another runner, needs no vitest.
 */
function vitest(): TestRunner {
  const { __vitest_index__: index, ...globals } = globalThis as typeof globalThis & {
    readonly __vitest_index__?: TestRunner;
  } & Partial<TestRunner>;
  const found = index ?? globals;
  if (found.describe === undefined || found.test === undefined || found.afterAll === undefined) {
    throw new TypeError(
      'describeContract: no test runner is here. Call it in a vitest file, or give { describe, test, afterAll } as its third argument.',
    );
  }
  return found as TestRunner;
}
