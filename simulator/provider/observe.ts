// After every call of the provider plane: its record in the journal, and what it shows of the client.

import type { Reply } from '../core/call.js';
import { noteAfter, noteBefore, noteCall } from '../core/client-trail.js';
import { rulesOf } from '../core/findings.js';
import type { CallRecord } from '../core/journal.js';
import type { Observed } from '../core/observed.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import { after, type MaybePromise } from '../store/store.js';
import type { Judge, Shown } from '../world/journal.js';
import type { World } from '../world/world.js';
import type { Decided, Facts } from './decided.js';
import { whomNamed } from './named.js';

/** What is known of a call wherever it ended. */
type Seen = Pick<Facts, 'call' | 'base'> & Partial<Pick<Facts, 'route' | 'tenant'>>;

/**
 * Writes a decided call into the journal of its tenant, or among those that named none; gives back its reply, once what
 * happened is written: an assertion that comes after it, wherever, finds the call.
 */
export function observe(world: World, facts: Seen, decided: Decided): MaybePromise<Reply> {
  const { tenant, base } = facts;
  const record = recordOf(facts, decided, tenant);
  if (tenant === undefined)
    return strangers(world, facts, nobodys(world, undefined, record, decided), decided);
  const used = world.usage.touch(tenant.clientCode, base);
  const judge = judgeOf(world, facts, record, decided, tenant, true);
  const noted = somebodys(world, tenant, record, judge, decided);
  return used instanceof Promise ? used.then(() => noted) : noted;
}

/**
 * The same for a call that was refused before any tenant was proven: it is kept under the name that it gave. Only a tenant
 * that there is gets a page by that, and no longer life.
 */
export async function observeRefused(world: World, facts: Seen, decided: Decided): Promise<Reply> {
  const { clientCode, tenant } = await whomNamed(world, facts.call);
  const record = recordOf(facts, decided, tenant);
  if (tenant === undefined) return nobodys(world, clientCode, record, decided);
  return somebodys(world, tenant, record, judgeOf(world, facts, record, decided, tenant, false), decided);
}

/** What asks nothing of anybody is answered without a store too: only the journal lacks the call then. */
function strangers(
  { storeHealth }: World,
  { route }: Seen,
  written: MaybePromise<Reply>,
  { reply }: Decided,
): MaybePromise<Reply> {
  if (!(written instanceof Promise) || route?.operation.authentication !== 'none') return written;
  return written.catch((error: unknown) => {
    if (storeHealth.failed(error) === undefined) throw error;
    return reply;
  });
}

/** The reply once all is told. */
const once = (told: readonly MaybePromise<void>[], reply: Reply): MaybePromise<Reply> =>
  told.some((one) => one instanceof Promise) ? Promise.all(told).then(() => reply) : reply;

/** Writes down a call of a tenant, and tells of it and of what it shows. */
const somebodys = (
  { journal, events }: World,
  tenant: Tenant,
  record: CallRecord,
  judge: Judge | undefined,
  { reply, receipt }: Decided,
) =>
  after(journal.note(tenant, record, judge), (all) => {
    if (!events.wanted) return reply;
    const { clientCode } = tenant;
    const told: MaybePromise<void>[] = [events.tell({ kind: 'call', clientCode, record, receipt })];
    for (const found of all) told.push(events.tell({ kind: 'finding', clientCode, found }));
    return once(told, reply);
  });

/** A call under the name of a tenant that is gone, so that the test that leaked it can be found by that name; or under none. */
const nobodys = (
  { journal, events }: World,
  clientCode: string | undefined,
  record: CallRecord,
  { reply }: Decided,
) =>
  after(journal.noteLate(clientCode, record), (isLate) => {
    if (!events.wanted) return reply;
    const about = { kind: 'call', receipt: undefined } as const;
    const told =
      isLate && clientCode !== undefined
        ? events.tell({ ...about, clientCode, record: { ...record, outcome: 'late' } })
        : events.tell({ ...about, clientCode: null, record });
    return once([told], reply);
  });

const recordOf = (
  { call, base, route }: Seen,
  { outcome, reply, fault, grounds, thrown }: Decided,
  tenant: Tenant | undefined,
): CallRecord => ({
  operation: route?.name,
  // The journal gives it.
  number: 0,
  at: base,
  tenantAt: tenant === undefined ? undefined : tenantNow(tenant.clock, base),
  outcome,
  fault: fault?.fault,
  grounds,
  thrown,
  call,
  reply,
});

/** How a call that reached an operation is judged; undefined for another one. */
function judgeOf(
  world: World,
  { route }: Seen,
  record: CallRecord,
  decided: Decided,
  tenant: Tenant,
  isProven: boolean,
): Judge | undefined {
  if (route === undefined) return undefined;
  const { call, at } = record;
  const { outcome, fields, receipt, given, reply } = decided;
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
    asked: fields === undefined ? undefined : world.nameOf(JSON.stringify(fields)),
    signs: typeof fields?.Token === 'string' ? world.nameOf(fields.Token) : undefined,
    receiptId,
    signature,
    receipt,
    isLost: reply.broken !== undefined,
  };
  return (trail) => {
    const all: Shown[] = [];
    if (isProven) noteBefore(trail, action, observed);
    for (const rule of rulesOf(route.name, isProven)) {
      const shown = rule.found(observed, trail);
      if (shown === false) continue;
      for (const field of shown === true ? [rule.field ?? null] : shown) all.push({ rule, field });
    }
    if (isProven) noteAfter(trail, action, observed);
    noteCall(trail, observed);
    return all;
  };
}
