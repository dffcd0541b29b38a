// Which cases ask what nobody outside knows yet.

import { changedCatalogue, fidelityLedger, operations } from '../protocol/index.js';
import { liveVerifiedOn } from '../protocol/live-verified.js';
import type { ContractCase } from './case.js';
import type { LearnedConfig } from './learned.js';

/**
 * The cases that hold a row of the ledger which is only assumed, by our tables and by what a live run has taught since
 * (`before`); without those that such a run has played. Never throws. Source: the ledger.
 */
export function unknownCases(
  cases: readonly ContractCase[],
  { errors = {}, verified = {} }: Partial<LearnedConfig> = {},
): readonly ContractCase[] {
  const ledger = fidelityLedger({ ...liveVerifiedOn, ...verified }, operations, changedCatalogue(errors));
  const assumed = new Set<string>(
    ledger.flatMap(({ row, fidelity }) =>
      fidelity === 'assumed' && !(row.replace(/^error:/, '') in errors) ? [row] : [],
    ),
  );
  return cases.filter(
    ({ id, holds }) => verified[`case:${id}`] === undefined && holds.some((row) => assumed.has(row)),
  );
}
