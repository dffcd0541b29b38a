// What is said of a case after it ran.

import type { ContractCase } from './case.js';
import type { SeenRefusal } from './refusal.js';
import type { Exchange } from './wire.js';
import type { Witnessed } from './witness.js';

/**
 * - `kept` · `broken`: `why` says what was expected and what came. · `skipped`: it could not run here; `why` names what is
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
  /** The refusals that came where one was expected, of a target that need not keep our assumptions. */
  readonly refusals: readonly SeenRefusal[];
  readonly exchanges: readonly Exchange[];
  /** What of the tables was really seen, whatever the case says that it holds. */
  readonly witnessed: Witnessed;
}
