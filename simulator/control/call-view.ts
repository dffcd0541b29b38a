// A call as it is shown to people and tests.

import { type CallRecord, keptCalls, type NumberedCall } from '../core/journal.js';
import type { Secrets } from '../core/secrets.js';
import type { CallView } from './shapes.js';

/** A kept call for people and tests: instants in ISO 8601. */
export const keptCallView = (call: NumberedCall): CallView => ({
  number: call.number,
  operation: call.operation,
  at: new Date(call.at).toISOString(),
  tenantAt: call.tenantAt === null ? null : new Date(call.tenantAt).toISOString(),
  status: call.status,
  outcome: call.outcome,
  why: call.why,
  fault: call.fault,
  connection: call.connection,
  thrown: call.thrown,
  request: { method: call.method, target: call.target, headers: call.headers, body: call.body },
  reply: { status: call.status, headers: call.replyHeaders, body: call.replyBody },
});

/** The same of a call as the journal was given it: bodies as text, secrets masked. */
export function callView(record: CallRecord, known: Secrets): CallView {
  const [kept] = keptCalls([record], known);
  if (kept === undefined) throw new Error('A call that is to be shown is lost.');
  return keptCallView(kept);
}
