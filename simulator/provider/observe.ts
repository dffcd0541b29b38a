// After every call of the provider plane: its record in the journal, and what it shows of the client.

import type { Route } from '../../contracts/protocol/index.js';
import type { Reply } from '../core/call.js';
import { noteAfter, noteBefore, noteCall } from '../core/client-trail.js';
import { rulesOf } from '../core/findings.js';
import type { CallRecord } from '../core/journal.js';
import type { Observed } from '../core/observed.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import type { Found, Page } from '../world/journal.js';
import type { World } from '../world/world.js';
import type { Decided, Facts } from './decided.js';
import { whomNamed } from './named.js';

/** What is known of a call wherever it ended. */
type Seen = Pick<Facts, 'call' | 'base'> & Partial<Pick<Facts, 'route' | 'tenant'>>;

/** Writes a decided call into the journal of its tenant, or among those that named none; gives back its reply. */
export function observe(world: World, facts: Seen, decided: Decided): Reply {
  const { base, route, tenant } = facts;
  const record = recordOf(world, facts, decided, tenant);
  if (tenant === undefined) {
    world.journal.unnamed.push(record);
    tellOf(world, record, null);
  } else {
    world.usage.touch(tenant.clientCode, base);
    // It may have gone while the call was decided.
    const page = world.journal.tombstone(tenant.clientCode) ?? world.journal.page(tenant.clientCode);
    page.calls.push(record);
    tellOf(world, record, tenant.clientCode, decided.receipt);
    if (route !== undefined) judge(world, page, record, decided, { route, tenant, isProven: true });
  }
  return decided.reply;
}

/**
 * The same for a call that was refused before any tenant was proven: it is kept under the name that it gave. Only a tenant
 * that there is gets a page by that, and no longer life.
 */
export async function observeRefused(world: World, facts: Seen, decided: Decided): Promise<Reply> {
  const { journal } = world;
  const { clientCode, tenant } = await whomNamed(world, facts.call);
  const record = recordOf(world, facts, decided, tenant);
  // A call under the name of a tenant that is gone: the test that leaked it can be found by that name.
  const tombstone = clientCode === undefined ? undefined : journal.tombstone(clientCode);
  if (tenant !== undefined) {
    const page = journal.page(tenant.clientCode);
    page.calls.push(record);
    tellOf(world, record, tenant.clientCode);
    const { route } = facts;
    if (route !== undefined) judge(world, page, record, decided, { route, tenant, isProven: false });
  } else if (clientCode !== undefined && tombstone !== undefined) {
    const late: CallRecord = { ...record, outcome: 'late' };
    tombstone.calls.push(late);
    tellOf(world, late, clientCode);
  } else {
    journal.unnamed.push(record);
    tellOf(world, record, null);
  }
  return decided.reply;
}

function tellOf(
  { events }: World,
  record: CallRecord,
  clientCode: string | null,
  receipt?: Decided['receipt'],
): void {
  if (events.wanted) events.tell({ kind: 'call', clientCode, record, receipt });
}

const recordOf = (
  { journal }: World,
  { call, base, route }: Seen,
  { outcome, reply, fault, why, thrown }: Decided,
  tenant: Tenant | undefined,
): CallRecord => ({
  operation: route?.name,
  number: journal.nextNumber(),
  at: base,
  tenantAt: tenant === undefined ? undefined : tenantNow(tenant.clock, base),
  outcome,
  fault: fault?.fault,
  why,
  thrown,
  call,
  reply,
});

interface Whose {
  readonly route: Route;
  readonly tenant: Tenant;
  readonly isProven: boolean;
}

function judge(
  world: World,
  page: Page,
  { call, at, number }: CallRecord,
  { outcome, fields, receipt, given, reply }: Decided,
  { route, tenant, isProven }: Whose,
): void {
  const { trail, findings } = page;
  const { action } = route.operation;
  const { receiptId, signature } = route.parameters;
  const observed: Observed = {
    operation: route.name,
    call,
    outcome,
    at,
    wall: world.wall(),
    now: tenantNow(tenant.clock, at),
    tenant,
    given,
    fields,
    asked: fields === undefined ? undefined : JSON.stringify(fields),
    receiptId,
    signature,
    receipt,
    isLost: reply.broken !== undefined,
  };
  if (isProven) noteBefore(trail, action, observed);
  for (const rule of rulesOf(route.name, isProven)) {
    const shown = rule.found(observed, trail);
    if (shown === false) continue;
    for (const field of shown === true ? [rule.field ?? null] : shown) {
      const seen: Found = { rule, field, call: number, operation: route.name, at };
      findings.push(seen);
      if (world.events.wanted)
        world.events.tell({ kind: 'finding', clientCode: tenant.clientCode, found: seen });
    }
  }
  if (isProven) noteAfter(trail, action, observed);
  noteCall(trail, observed);
}
