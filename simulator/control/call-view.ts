// A call as it is shown to people and tests.

import { type CallRecord, type ShownCall, showCalls } from '../core/journal.js';
import type { Secrets } from '../core/secrets.js';
import type { CallView } from './shapes.js';

/** Calls for people and tests: instants in ISO 8601, bodies as text, secrets masked. */
export const callViews = (records: readonly CallRecord[], known: Secrets): CallView[] =>
  showCalls(records, known).map(([record, shown]) => viewOf(record, shown, known));

/** The same of one call. */
export function callView(record: CallRecord, known: Secrets): CallView {
  const [shown] = showCalls([record], known);
  if (shown === undefined) throw new Error('A call that is to be shown is lost.');
  return viewOf(...shown, known);
}

const viewOf = (record: CallRecord, shown: ShownCall, known: Secrets): CallView => ({
  number: record.number,
  operation: record.operation ?? null,
  at: new Date(record.at).toISOString(),
  tenantAt: record.tenantAt === undefined ? null : new Date(record.tenantAt).toISOString(),
  status: record.reply.status,
  outcome: record.outcome,
  why: whyOf(record, known),
  fault: record.fault ?? null,
  connection: record.call.connection ?? null,
  thrown: shown.thrown,
  request: {
    method: record.call.method,
    target: shown.target,
    headers: { ...shown.headers },
    body: shown.body,
  },
  reply: { status: record.reply.status, headers: { ...shown.replyHeaders }, body: shown.replyBody },
});

/** Why a call was refused, secrets masked; null where it was not. */
export const whyOf = (record: CallRecord, _known: Secrets): CallView['why'] => record.why ?? null;
