// Whether the cases hold everything that the tables promise. An operation or an error id without a case fails the kit.

import { createCatalogue, operations } from '../protocol/index.js';
import type { ContractCase, LedgerRow } from './case.js';

/** The operations and error ids that no case holds. */
export function unheld(cases: readonly Pick<ContractCase, 'holds'>[]): readonly LedgerRow[] {
  const held = new Set<string>(cases.flatMap(({ holds }) => holds));
  const due: readonly LedgerRow[] = [
    ...Object.keys(operations).map((name) => `operation:${name}` as LedgerRow),
    ...[...createCatalogue().keys()].map((id) => `error:${id}` as const),
  ];
  return due.filter((row) => !held.has(row));
}

/** Rows that cases claim to hold and that no table has. */
export function unknownRows(cases: readonly Pick<ContractCase, 'holds'>[]): readonly LedgerRow[] {
  const catalogue = createCatalogue();
  return [...new Set(cases.flatMap(({ holds }) => holds))].filter(
    (row) =>
      (row.startsWith('operation:') && !Object.hasOwn(operations, row.slice('operation:'.length))) ||
      (row.startsWith('error:') && !catalogue.has(row.slice('error:'.length))),
  );
}
