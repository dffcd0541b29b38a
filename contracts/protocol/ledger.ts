// The fidelity ledger: everything that the tables promise, one row each, with where it is known from and how well.

import { ProviderError } from './answers.js';
import { behaviours } from './behaviours.js';
import { type Catalogue, createCatalogue } from './errors.js';
import type { Fidelity, Provenance } from './fidelity.js';
import { fieldsOf } from './field.js';
import { liveVerifiedOn } from './live-verified.js';
import { type Operation, operations } from './operations.js';
import { timing } from './timing.js';

export type LedgerKind = 'operation' | 'field' | 'error' | 'timing' | 'behaviour';

export interface LedgerEntry extends Provenance {
  /** `<kind>:<name>`; a field is named by its message too, e.g. `field:RequestCMS.ReceiverHP`. */
  readonly row: string;
  readonly kind: LedgerKind;
  /** What it is called: the call, the field's Korean name, the message of the error, the duration, the sentence. */
  readonly title: string;
  /** When the live service was seen to agree, ISO date; null where it never was. */
  readonly verified: string | null;
}

/** All rows, in the order of the tables. `dates` are the rows that were verified live. */
export function fidelityLedger(
  dates: Readonly<Record<string, string>> = liveVerifiedOn,
  table: Readonly<Record<string, Operation>> = operations,
  catalogue: Catalogue = createCatalogue(),
): readonly LedgerEntry[] {
  const entry = (
    kind: LedgerKind,
    name: string,
    title: string,
    { source, fidelity }: { readonly source: string; readonly fidelity: Fidelity },
  ): LedgerEntry => {
    const row = `${kind}:${name}`;
    const verified = dates[row] ?? null;
    const known = verified === null ? fidelity : 'live-verified';
    return { row, kind, title, source, fidelity: known, verified };
  };
  const all = Object.entries(table);
  const messages = new Set([...all.flatMap(([, { input, output }]) => [input, output]), ProviderError]);
  return [
    ...all.map(([name, operation]) =>
      entry('operation', name, `${operation.method} ${operation.path}`, operation),
    ),
    ...[...messages].flatMap((message) =>
      message === undefined
        ? []
        : fieldsOf(message).map(([name, rule]) =>
            entry('field', `${message.$id}.${name}`, rule.title ?? name, {
              source: rule['x-source'] ?? '',
              fidelity: rule['x-fidelity'] ?? 'assumed',
            }),
          ),
    ),
    ...[...catalogue].map(([id, error]) => entry('error', id, `${error.code} ${error.message}`, error)),
    ...Object.entries(timing).map(([name, rule]) => entry('timing', name, `${rule.ms} ms`, rule)),
    ...Object.entries(behaviours).map(([name, rule]) =>
      entry('behaviour', name, `${rule.words.en} / ${rule.words.ko}`, rule),
    ),
  ];
}
