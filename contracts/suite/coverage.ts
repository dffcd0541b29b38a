// Do the cases prove every row of the tables? A case proves an operation only by getting its 200, and an error only by being
// refused with it without having arranged it. What a case claims to hold is not enough.

import { createCatalogue, operations } from '../protocol/index.js';
import { fidelityLedger } from '../protocol/ledger.js';
import type { ContractCase, LedgerRow } from './case.js';
import { contractCases } from './cases/index.js';
import type { CaseResult } from './result.js';
import { NOTHING_WITNESSED, type Witnessed } from './witness.js';

/** Errors that no call of a client leads to, so that a case must arrange them; the catalogue has the reason of each. */
const onlyArranged: ReadonlySet<LedgerRow> = new Set(
  [...createCatalogue()].flatMap(([id, row]) =>
    row.onlyArranged === undefined ? [] : [`error:${id}` as const],
  ),
);

/** What a case says that it holds, and what it saw. */
export type Witness = Pick<ContractCase, 'id' | 'holds'> & { readonly witnessed: Witnessed };

/**
 * The rows (`operation:<name>`, `error:<id>`) that no case claims to hold. Whether the claims are true, only a run can
 * tell. Never throws. Source: the tables of operations and errors.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { contractCases, unheld } from 'kakaocert-simulator/contracts';
 *
 * assert.deepEqual(unheld(contractCases), []);
 * assert.ok(unheld([]).includes('operation:token'));
 * ```
 */
export function unheld(cases: readonly Pick<ContractCase, 'holds'>[]): readonly LedgerRow[] {
  const held = new Set(cases.flatMap(({ holds }) => holds));
  return everyRow().filter((row) => !held.has(row));
}

/** Rows that cases claim to hold and that no table has. */
export function unknownRows(cases: readonly Pick<ContractCase, 'holds'>[]): readonly LedgerRow[] {
  const known = new Set(fidelityLedger().map(({ row }) => row));
  return [...new Set(cases.flatMap(({ holds }) => holds))].filter((row) => !known.has(row));
}

/** One sentence for each row that no case holds by what it saw, for each claim that is not true, and for each needless exception. */
export function coverageFaults(witnesses: readonly Witness[]): readonly string[] {
  const rows = everyRow();
  const held = new Set(witnesses.flatMap((witness) => witness.holds.filter((row) => isSeen(row, witness))));
  return [
    ...rows.filter((row) => !held.has(row)).map(describeUnheld),
    ...witnesses.flatMap(({ id, holds, witnessed }) =>
      holds
        .filter((row) => isSeenByCalls(row) && !isSeen(row, { witnessed }))
        .map((row) => `The case ${id} says that it holds ${row}, but ${describeMissing(row)}.`),
    ),
    ...witnesses.flatMap(({ id, witnessed }) =>
      [...onlyArranged]
        .filter((row) => witnessed.rows.has(row))
        .map((row) => `The case ${id} got ${row} without arranging it: take onlyArranged off its row.`),
    ),
  ];
}

const everyRow = (): readonly LedgerRow[] => [
  ...Object.keys(operations).map((name) => `operation:${name}` as LedgerRow),
  ...[...createCatalogue().keys()].map((id) => `error:${id}` as const),
];

const isSeenByCalls = (row: LedgerRow) => row.startsWith('operation:') || row.startsWith('error:');

const isSeen = (row: LedgerRow, { witnessed }: Pick<Witness, 'witnessed'>): boolean =>
  witnessed.rows.has(row) || (onlyArranged.has(row) && witnessed.arranged.has(row));

const describeMissing = (row: LedgerRow): string =>
  row.startsWith('operation:')
    ? 'it got no 200 of it'
    : 'it was not refused with it, or only because it had arranged that';

const describeUnheld = (row: LedgerRow): string =>
  row.startsWith('operation:')
    ? `${row} is held by no case that got its 200.`
    : `${row} is held by no case that was refused with it without arranging that.`;

/** The facts of the rule, in the form of a case. */
export const coverageRule = {
  id: 'suite.coverage',
  promise: 'Every operation is held by a case that got its 200, and every error by a case that it refused.',
  source: "the suite's own rule",
  fidelity: 'assumed',
} as const satisfies CaseResult['case'];

/**
 * The verdict on a whole run; undefined where it can't be judged: without a control plane, or if not every case was kept.
 * The cases of the client may be left out: nobody has to hand one in.
 */
export function judgeCoverage(
  { hasControl }: { readonly hasControl: boolean },
  results: readonly CaseResult[],
): CaseResult | undefined {
  const byId = new Map(results.map((result) => [result.case.id, result]));
  const verdictOn = ({ id }: ContractCase) => byId.get(id)?.verdict;
  const judged = contractCases.filter(
    (one) => !(one.needs?.includes('client') && verdictOn(one) === 'skipped'),
  );
  if (!hasControl || !judged.every((one) => verdictOn(one) === 'kept')) return undefined;
  const faults = coverageFaults(
    judged.map(({ id, holds }) => ({
      id,
      holds,
      witnessed: byId.get(id)?.witnessed ?? NOTHING_WITNESSED,
    })),
  );
  return {
    case: coverageRule,
    verdict: faults.length === 0 ? 'kept' : 'broken',
    why: faults.join('\n'),
    notes: [],
    refusals: [],
    exchanges: [],
    witnessed: NOTHING_WITNESSED,
  };
}
