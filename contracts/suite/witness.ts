// What a case really saw: which operations answered with 200, and with which errors it was refused. Coverage is judged by
// this, not by what the case claims to hold.

import type { Catalogue } from '../protocol/index.js';
import type { LedgerRow } from './case.js';
import type { Exchange } from './wire.js';

export interface Witnessed {
  /** `operation:…` for each 200 and `error:…` for each refusal that nobody had arranged. */
  readonly rows: ReadonlySet<LedgerRow>;
  /** `error:…` for each refusal that the case itself had arranged over the control plane. */
  readonly arranged: ReadonlySet<LedgerRow>;
}

export const NOTHING_WITNESSED: Witnessed = { rows: new Set(), arranged: new Set() };

/** Usually one id; several where the wire must not tell errors apart, as an unknown receipt from a foreign one. */
export type IdsByCode = ReadonlyMap<number, readonly string[]>;

/** The error ids of a target by its codes. */
export function idsByCode(catalogue: Catalogue): IdsByCode {
  const ids = new Map<number, string[]>();
  for (const [id, { code }] of catalogue) ids.set(code, [...(ids.get(code) ?? []), id]);
  return ids;
}

/**
 * Reads off the calls of a case what it saw. `arranged` are the error ids that the case arranged. `readOutcomes` gives the
 * outcomes in the journals of its institutions, and is asked only if a code stands for several ids; without it all count.
 */
export async function witnessedIn(
  exchanges: readonly Exchange[],
  { arranged, ids: byCode }: { readonly arranged: ReadonlySet<string>; readonly ids: IdsByCode },
  readOutcomes?: () => Promise<readonly string[]>,
): Promise<Witnessed> {
  const refusals = exchanges.map(({ answered }) => byCode.get(refusalCode(answered)) ?? []);
  const isAmbiguous = refusals.some((ids) => ids.length > 1);
  const outcomes = isAmbiguous ? await readOutcomes?.() : undefined;
  const errors = refusals.flatMap((ids) =>
    ids.length === 1 || outcomes === undefined ? ids : ids.filter((id) => outcomes.includes(id)),
  );
  const rowsOf = (ids: readonly string[]) => ids.map((id) => `error:${id}` as const);
  return {
    rows: new Set<LedgerRow>([
      ...exchanges.flatMap(answeredOperation),
      ...rowsOf(errors.filter((id) => !arranged.has(id))),
    ]),
    arranged: new Set(rowsOf(errors.filter((id) => arranged.has(id)))),
  };
}

const answeredOperation = ({ operation, answered }: Exchange): readonly LedgerRow[] =>
  operation !== null && answered.status === 200 ? [`operation:${operation}`] : [];

/** The `code` of a refusal; NaN, which no error has, where there is none. */
function refusalCode({ status, body }: Exchange['answered']): number {
  if (status === 200) return Number.NaN;
  try {
    return Number(JSON.parse(body)?.code);
  } catch {
    return Number.NaN;
  }
}
