// After every call of the provider plane: its record in the journal, and what it shows of the client.

import { findBank, type Route, timing } from '../../contracts/protocol/index.js';
import type { Reply } from '../core/call.js';
import { type ClientTrail, notePoll } from '../core/client-trail.js';
import { type Observed, rulesOf } from '../core/findings.js';
import type { CallRecord } from '../core/journal.js';
import { findSubClient } from '../core/messages.js';
import { phaseOf, type Receipt, wireState } from '../core/receipt.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import type { Page } from '../world/journal.js';
import type { World } from '../world/world.js';
import type { Decided, Facts } from './decided.js';

const PENDING_KEPT = 256;

/** Writes a decided call into the journal of its tenant, or among those that named none; gives back its reply. */
export function observe(world: World, facts: Seen, decided: Decided): Reply {
  const { call, base, route, tenant } = facts;
  const { outcome, reply, fault } = decided;
  const record: CallRecord = {
    operation: route?.name,
    number: world.journal.nextNumber(),
    at: base,
    tenantAt: tenant === undefined ? undefined : tenantNow(tenant.clock, base),
    outcome,
    fault: fault?.fault,
    call,
    reply,
  };
  if (tenant === undefined) remain(world, record, facts.named);
  else {
    world.usage.touch(tenant.clientCode, base);
    // It may have gone while the call was decided.
    const page = world.journal.tombstone(tenant.clientCode) ?? world.journal.page(tenant.clientCode);
    page.calls.push(record);
    if (route !== undefined) judge(page, record, decided, { route, tenant, wall: world.wall() });
  }
  return reply;
}

/** A call that no tenant was proven for: kept under the name that it gave, if that name means anything. */
function remain({ journal }: World, record: CallRecord, named: string | undefined): void {
  // A call under the name of a tenant that is gone: the test that leaked it can be found by that name.
  const tombstone = named === undefined ? undefined : journal.tombstone(named);
  const page = named === undefined ? undefined : journal.find(named);
  if (tombstone !== undefined) tombstone.calls.push({ ...record, outcome: 'late' });
  else if (page !== undefined) {
    page.calls.push(record);
    if (record.outcome.startsWith('token.')) page.trail.tokenUntil = 0;
  } else journal.unnamed.push(record);
}

/** What is known of a call wherever it ended. */
type Seen = Pick<Facts, 'call' | 'base'> & Partial<Pick<Facts, 'route' | 'tenant' | 'named'>>;

function judge(
  page: Page,
  record: CallRecord,
  decided: Decided,
  { route, tenant, wall }: { readonly route: Route; readonly tenant: Tenant; readonly wall: number },
): void {
  const { call, at, number } = record;
  const { outcome, fields, receipt, given } = decided;
  const { trail } = page;
  const { action, input } = route.operation;
  const { receiptId, signature } = route.parameters;
  const now = tenantNow(tenant.clock, at);
  if (action === 'state' && receiptId !== undefined) notePoll(trail, receiptId, at);
  const asked = fields === undefined ? undefined : JSON.stringify(fields);
  const observed: Observed = {
    operation: route.name,
    action,
    call,
    outcome,
    at,
    wall,
    frozen: tenant.clock.frozenAt !== null,
    secretKey: tenant.secretKey,
    given,
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
    page.findings.push({ rule, call: number, operation: route.name, at });
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
