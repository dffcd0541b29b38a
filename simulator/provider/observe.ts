// After every call of the provider plane: its record in the journal, and what it shows of the client.

import { findBank, type Route, timing } from '../../contracts/protocol/index.js';
import type { Call, Reply } from '../core/call.js';
import { type ClientTrail, notePoll } from '../core/client-trail.js';
import type { FaultKind } from '../core/faults.js';
import { type Observed, rulesOf } from '../core/findings.js';
import type { CallRecord } from '../core/journal.js';
import { findSubClient } from '../core/messages.js';
import { phaseOf, type Receipt, type RequestFields, wireState } from '../core/receipt.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import type { Page } from '../world/journal.js';
import type { World } from '../world/world.js';

/** A call that is over, with everything found out on its way. */
export interface Finished {
  readonly call: Call;
  readonly route: Route | undefined;
  readonly base: number;
  readonly tenant: Tenant | undefined;
  /** Whom the call named, where it got no further. */
  readonly named: string | undefined;
  readonly outcome: CallRecord['outcome'];
  readonly reply: Reply;
  readonly fault: FaultKind | undefined;
  readonly receipt?: Receipt | undefined;
  readonly fields?: RequestFields | undefined;
  /** The JSON object that was sent, where the handler read one. */
  readonly given?: Readonly<Record<string, unknown>> | undefined;
}

const PENDING_KEPT = 256;

/** Writes a finished call into the journal of its tenant, or among those that named none. */
export function observe(world: World, finished: Finished): void {
  const { call, route, base, tenant, named, reply } = finished;
  const record: CallRecord = {
    operation: route?.name,
    number: world.journal.nextNumber(),
    at: base,
    tenantAt: tenant === undefined ? undefined : tenantNow(tenant.clock, base),
    outcome: finished.outcome,
    fault: finished.fault,
    call,
    reply,
  };
  if (tenant !== undefined) {
    world.usage.touch(tenant.clientCode, base);
    const page = world.journal.page(tenant.clientCode);
    page.calls.push(record);
    if (route !== undefined) judge(page, record, finished, route, tenant);
    return;
  }
  // A call under the name of a tenant that is gone: the test that leaked it can be found by that name.
  const tombstone = named === undefined ? undefined : world.journal.tombstone(named);
  const page = named === undefined ? undefined : world.journal.find(named);
  if (tombstone !== undefined) tombstone.calls.push({ ...record, outcome: 'late' });
  else if (page !== undefined) {
    page.calls.push(record);
    if (record.outcome.startsWith('token.')) page.trail.tokenUntil = 0;
  } else world.journal.unnamed.push(record);
}

function judge(page: Page, record: CallRecord, finished: Finished, route: Route, tenant: Tenant): void {
  const { call, base, fields, receipt, outcome } = finished;
  const { trail } = page;
  const { action, input } = route.operation;
  const { receiptId, signature } = route.parameters;
  const now = tenantNow(tenant.clock, base);
  if (action === 'state' && receiptId !== undefined) notePoll(trail, receiptId, base);
  const asked = fields === undefined ? undefined : JSON.stringify(fields);
  const observed: Observed = {
    operation: route.name,
    action,
    call,
    outcome,
    at: base,
    frozen: tenant.clock.frozenAt !== null,
    secretKey: tenant.secretKey,
    given: finished.given,
    fields,
    known: input?.properties ?? {},
    receiptId,
    signature,
    state: receipt === undefined ? undefined : wireState[phaseOf(receipt, now)],
    appToApp: receipt === undefined ? undefined : receipt.signature !== null,
    knownBank: typeof fields?.BankCode !== 'string' || findBank(fields.BankCode) !== undefined,
    knownSubClient:
      fields?.SubClientID === undefined || findSubClient(tenant, fields.SubClientID) !== undefined,
    resent: asked !== undefined && (trail.pending.get(asked) ?? 0) > now,
  };
  for (const rule of rulesOf(call.method)) {
    if (!rule.found(observed, trail)) continue;
    page.findings.push({ rule, call: record.number, operation: route.name, at: base });
  }
  remember(trail, observed, receipt, asked);
}

/** What the next calls will be judged by. */
function remember(
  trail: ClientTrail,
  observed: Observed,
  receipt: Receipt | undefined,
  asked: string | undefined,
): void {
  const { action, outcome, at } = observed;
  if (outcome.startsWith('token.')) trail.tokenUntil = 0;
  if (action === 'token' && outcome === 'ok') trail.tokenUntil = at + timing.tokenLife.ms;
  if (receipt === undefined) return;
  if (asked !== undefined) bounded(trail.pending, asked, receipt.expiresAt);
  // A look at verifyDT after verify is no polling; so a verify opens the receipt again.
  if (action === 'state' && observed.state !== 0) bounded(trail.final, receipt.receiptId, true);
  if (action === 'verify') trail.final.delete(receipt.receiptId);
}

function bounded<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > PENDING_KEPT && oldest !== undefined) map.delete(oldest);
}
