// Runs cases against a target, one after another or some at a time, and says of each whether its promise was kept.

import type { ContractCase } from './case.js';
import { contractCases } from './cases/index.js';
import { BrokenPromise, SkippedCase } from './expectations.js';
import { type Connection, connect, type Target } from './target.js';
import type { Exchange } from './wire.js';

/**
 * - `kept` · `broken`: `why` says what was due and what came. · `skipped`: it could not run here; `why` names what is
 *   missing. · `differs`: a promise that was only assumed, and that this target need not keep, is not so there.
 */
export type Verdict = 'kept' | 'broken' | 'differs' | 'skipped';

export interface CaseResult {
  readonly case: Pick<ContractCase, 'id' | 'promise' | 'source' | 'fidelity'>;
  readonly verdict: Verdict;
  /** Empty when kept. */
  readonly why: string;
  /** What the answers told that the tables only assume. */
  readonly notes: readonly string[];
  readonly exchanges: readonly Exchange[];
}

export interface RunOptions {
  readonly cases?: readonly ContractCase[];
  /** How many cases run at a time; 1 unless given. */
  readonly parallel?: number;
  readonly onResult?: (result: CaseResult) => void;
  /** Ends the run after the cases that are running. */
  readonly signal?: AbortSignal;
}

/** Judges a target; the results are in the order of the cases. Rejects only if the target can't be reached at all. */
export async function runContract(
  target: Target,
  { cases = contractCases, parallel = 1, onResult, signal }: RunOptions = {},
): Promise<readonly CaseResult[]> {
  const connection = await connect(target);
  const results = new Map<ContractCase, CaseResult>();
  const waiting = [...cases];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (signal?.aborted) return;
      const result = await runCase(connection, next);
      results.set(next, result);
      onResult?.(result);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
  } finally {
    await connection.close();
  }
  return cases.flatMap((one) => results.get(one) ?? []);
}

/** Runs one case; whatever it does, the result says it. */
export async function runCase(connection: Connection, contractCase: ContractCase): Promise<CaseResult> {
  const { id, promise, source, fidelity } = contractCase;
  const facts = { id, promise, source, fidelity };
  const missing = connection.missing(contractCase);
  if (missing !== undefined) {
    return { case: facts, verdict: 'skipped', why: missing, notes: [], exchanges: [] };
  }
  let visit: Awaited<ReturnType<Connection['visit']>> | undefined;
  try {
    visit = await connection.visit(contractCase);
    await contractCase.run(visit.setting);
    return { case: facts, verdict: 'kept', why: '', notes: visit.notes, exchanges: visit.exchanges };
  } catch (error) {
    return {
      case: facts,
      verdict: verdictOn(error, fidelity === 'assumed' && !connection.holdsAssumed),
      why: reasonOf(error),
      notes: visit?.notes ?? [],
      exchanges: visit?.exchanges ?? [],
    };
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
