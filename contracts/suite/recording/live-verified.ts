// Which rows of the fidelity ledger a recording of the live service has verified.

import { createCatalogue } from '../../protocol/index.js';
import type { LedgerRow } from '../case.js';
import { contractCases } from '../cases/index.js';
import type { Verdict } from '../result.js';
import type { RecordedCase, Recording } from './format.js';

/**
 * The rows that the live service was seen to keep, with the day (`yyyy-MM-dd`, UTC): at least one case holds each, and no
 * case that ran found it otherwise. An error counts only with the code of the catalogue: a refusal with another code does
 * not show that our code is right. A recording of anything but the live service verifies nothing. Never throws.
 * Source: the recording.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract, liveVerified, writeRecording } from 'kakaocert-simulator/contracts';
 *
 * await using simulator = await createSimulator();
 * const cases = contractCases.filter(({ id }) => id === 'cms.verify.once');
 * const results = await runContract(simulator, { cases });
 * const recording = writeRecording(results, {
 *   target: 'sim',
 *   at: Date.now(),
 *   secrets: [],
 *   people: [],
 * });
 * assert.deepEqual(liveVerified(recording), {}); // no live service answered
 * ```
 */
export function liveVerified(recording: Recording): Readonly<Partial<Record<LedgerRow, string>>> {
  if (!recording.live) return {};
  const day = recording.date.slice(0, 10);
  const rows = keptRows(recording.cases, wasRefused);
  return Object.fromEntries(rows.map((row) => [row, day]));
}

/** The rows that a run kept: of an error only where `isRefusal` says that the case was refused with it. */
export function keptRows<Ran extends { readonly id: string; readonly verdict: Verdict }>(
  ran: readonly Ran[],
  isRefusal: (one: Ran, errorId: string) => boolean,
): readonly LedgerRow[] {
  const byId = new Map(ran.map((one) => [one.id, one]));
  const kept = new Set<LedgerRow>();
  const otherwise = new Set<LedgerRow>();
  for (const { id, holds } of contractCases) {
    const found = byId.get(id);
    if (found === undefined || found.verdict === 'skipped') continue;
    for (const row of holds) {
      const isKept =
        found.verdict === 'kept' && (!row.startsWith('error:') || isRefusal(found, row.slice(6)));
      (isKept ? kept : otherwise).add(row);
    }
  }
  return [...kept].filter((row) => !otherwise.has(row));
}

function wasRefused({ exchanges }: RecordedCase, errorId: string): boolean {
  const expected = createCatalogue().get(errorId);
  return exchanges.some(({ answered: { status, body } }) => {
    if (expected === undefined || status !== expected.status || body === null || !('json' in body))
      return false;
    const { json } = body;
    return typeof json === 'object' && json !== null && 'code' in json && json.code === expected.code;
  });
}
