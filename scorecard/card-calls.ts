// The journal as a card shows it: calls as rows, findings counted.

import type { CallView } from '../simulator/core/journal.js';
import type { CardCall, CardFinding } from './card.js';

/** Faults after which no status line went out whole. */
const UNANSWERED: readonly (string | null)[] = ['drop', 'commitThenDrop', 'reset', 'silence'];

/** A call as a row; `startedAt` is in ms on the clock of the journal. */
export const cardCall = (
  { operation, request, at, status, outcome, fault }: CallView,
  startedAt: number,
): CardCall => ({
  operation: operation ?? `${request.method} ${request.target}`,
  at: Math.max(0, Date.parse(at) - startedAt),
  status: UNANSWERED.includes(fault) ? null : status,
  outcome: fault === null ? outcome : `${outcome}, ${fault}`,
});

/** Findings by id, in the order in which they came first. */
export function countFindings(
  findings: readonly { readonly id: string; readonly why: string; readonly ko: string }[],
): readonly CardFinding[] {
  return [...new Set(findings.map(({ id }) => id))].map((id) => {
    const these = findings.filter((finding) => finding.id === id);
    return { id, why: { en: these[0]?.why ?? '', ko: these[0]?.ko ?? '' }, times: these.length };
  });
}
