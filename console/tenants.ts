// The tenants, as all views need them: who may be chosen, and what they are called.

import { computed, effect, signal } from '@preact/signals';
import type { TenantView } from '../simulator/control/shapes.js';
import { call, encoded, session } from './api.js';
import { epoch, listen } from './live.js';
import { asked } from './location.js';

const known = signal<ReadonlyMap<string, TenantView>>(new Map());
/** Whether there are more than the list holds. */
export const areMore = signal(false);

/** Those that were seen to go; one that is made anew is not among them. */
const removed = signal<ReadonlySet<string>>(new Set());
/** Whether the list is known: until it is nobody can say that a tenant is gone. */
export const status = signal<'loading' | 'ready' | 'failed'>('loading');

/** Newest first. */
export const tenants = computed(() => [...known.value.values()]);
export const tenantOf = (clientCode: string): TenantView | undefined => known.value.get(clientCode);

/** The tenant that a view is about: the one in the address, else the oldest one, which is the default one. */
export const currentTenant = computed(() => asked('clientCode') ?? tenants.value.at(-1)?.clientCode);

/** Whether there is no tenant of that code; one that may only be too old for the list is there. */
export const isGone = (clientCode: string): boolean =>
  removed.value.has(clientCode) ||
  (status.value === 'ready' && !areMore.value && !known.value.has(clientCode));

const put = (tenant: TenantView) => {
  removed.value = new Set([...removed.value].filter((code) => code !== tenant.clientCode));
  const others = [...known.value].filter(([clientCode]) => clientCode !== tenant.clientCode);
  const isNew = !known.value.has(tenant.clientCode);
  known.value = isNew
    ? new Map([[tenant.clientCode, tenant], ...others])
    : new Map(known.value).set(tenant.clientCode, tenant);
};

const remove = (clientCode: string) => {
  const rest = new Map(known.value);
  rest.delete(clientCode);
  known.value = rest;
  removed.value = new Set([...removed.value, clientCode]);
};

const read = async (clientCode: string) =>
  put(await call<TenantView>('GET', encoded`/tenants/${clientCode}`));

async function load(): Promise<void> {
  const page = await call<{ tenants: readonly TenantView[]; next: string | null }>('GET', '/tenants');
  known.value = new Map(page.tenants.map((tenant) => [tenant.clientCode, tenant]));
  areMore.value = page.next !== null;
  removed.value = new Set();
  status.value = 'ready';
}

export function startTenants(): void {
  effect(() => {
    if (epoch.value + session.value === 0) return;
    load().catch(() => {
      if (status.peek() === 'loading') status.value = 'failed';
    });
  });
  listen({
    tenant: ({ clientCode, change }) => {
      if (change === 'removed') remove(clientCode);
      // An event has no secrets; whoever may read them asks.
      else if (change !== 'reset') read(clientCode).catch(() => {});
    },
  });
}
