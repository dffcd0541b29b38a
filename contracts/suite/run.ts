// Runs cases against a target, one after another or some at a time, and says of each whether its promise was kept.

import type { ContractCase } from './case.js';
import { contractCases } from './cases/index.js';
import { type Connection, connect } from './connect.js';
import { judgeCoverage } from './coverage.js';
import { BrokenPromise, SkippedCase } from './expectations.js';
import type { CaseResult, Verdict } from './result.js';
import type { Target } from './target.js';
import type { Visit } from './visit.js';
import { NOTHING_WITNESSED } from './witness.js';

export interface RunOptions {
  readonly cases?: readonly ContractCase[];
  /** How many cases run at a time; 1 unless given. */
  readonly parallel?: number;
  readonly onResult?: (result: CaseResult) => void;
  /** Ends the run after the cases that are running; their calls have 5 seconds more. */
  readonly signal?: AbortSignal;
}

/** How long calls may still take once a run is to end, ms. */
const STOP_GRACE = 5000;

/** Aborts so many ms after `signal`; what waits for nothing else is not kept waiting by it. */
function after(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController();
  const stop = () => {
    setTimeout(() => later.abort(new Error('the run was stopped')), ms).unref();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return later.signal;
}

/**
 * Judges a target. Resolves to one result for each case, in the order of the cases: `verdict` is `kept`, `broken`,
 * `differs` (only assumed, and not so) or `skipped`, and `why` says what happened. A whole run against a simulator must
 * prove every row of the tables too; if one is left out, a last result says which. Rejects only if the target can't be
 * reached at all. Times of a target are ms. Source: in each case.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract } from 'kakaocert-simulator/contracts';
 *
 * await using simulator = await createSimulator();
 * const cases = contractCases.filter(({ id }) => id.startsWith('token.'));
 * const results = await runContract(simulator, { cases });
 *
 * assert.ok(results.length > 0);
 * assert.deepEqual(results.filter(({ verdict }) => verdict !== 'kept'), []);
 * ```
 */
export async function runContract(
  target: Target,
  { cases = contractCases, parallel = 1, onResult, signal }: RunOptions = {},
): Promise<readonly CaseResult[]> {
  const connection = await connect(target, signal && after(signal, STOP_GRACE));
  const results = new Map<ContractCase, CaseResult>();
  const waiting = [...cases];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (signal?.aborted) return;
      const result = await runCase(connection, next, signal);
      results.set(next, result);
      onResult?.(result);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
  } finally {
    await connection.close();
  }
  const inOrder = cases.flatMap((one) => results.get(one) ?? []);
  const coverage = judgeCoverage(connection, inOrder);
  return coverage?.verdict === 'broken' ? [...inOrder, coverage] : inOrder;
}

/** Runs one case; whatever it does, the result says it. A case that `stop` cut off is skipped. */
export async function runCase(
  connection: Connection,
  contractCase: ContractCase,
  stop?: AbortSignal,
): Promise<CaseResult> {
  const { id, promise, source, fidelity } = contractCase;
  const facts = { id, promise, source, fidelity };
  const empty = { notes: [], refusals: [], exchanges: [], witnessed: NOTHING_WITNESSED };
  const missing = connection.missing(contractCase);
  if (missing !== undefined) return { case: facts, verdict: 'skipped', why: missing, ...empty };
  let visit: Visit | undefined;
  try {
    visit = await connection.visit(contractCase);
    await contractCase.run(visit.setting);
    const { notes, refusals, exchanges, differences } = visit;
    const verdict = differences.length === 0 ? 'kept' : 'differs';
    const witnessed = await visit.witnessed();
    return { case: facts, verdict, why: differences.join(' '), notes, refusals, exchanges, witnessed };
  } catch (error) {
    const { notes, refusals, exchanges } = visit ?? empty;
    const seen = { case: facts, ...empty, notes, refusals, exchanges };
    if (stop?.aborted === true && !(error instanceof BrokenPromise))
      return { ...seen, verdict: 'skipped', why: 'the run was stopped' };
    const verdict = verdictOn(error, fidelity === 'assumed' && !connection.holdsAssumed);
    return { ...seen, verdict, why: reasonOf(error) };
  } finally {
    await visit?.leave().catch(() => undefined);
  }
}

function verdictOn(error: unknown, mayDiffer: boolean): Verdict {
  if (error instanceof SkippedCase) return 'skipped';
  return error instanceof BrokenPromise && mayDiffer ? 'differs' : 'broken';
}

function reasonOf(error: unknown): string {
  if (error instanceof BrokenPromise || error instanceof SkippedCase) return error.message;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
