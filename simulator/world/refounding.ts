// A store that lost everything while its simulators go on, e.g. by FLUSHALL: the tenant that is there from the start comes
// back with the next call that misses it, as it was last seen or put here, with its credentials, its clock and its settings. All
// else that was stored is gone. A tenant that somebody removed stays away: the store says that it was founded.

import type { Tenant } from '../core/tenant.js';
import type { Records } from '../store/records.js';
import { after } from '../store/store.js';
import type { Agreement } from './agreed.js';

/** Under this name the store says so. */
const FOUNDED = 'founded';

/** Puts the first tenant where there is none, and says that the store was founded. */
export async function found(tenants: Records<Tenant>, agreement: Agreement, first: Tenant): Promise<void> {
  await tenants.put(first, 0);
  await agreement.agree(FOUNDED, () => true, 'store');
}

/** The tenants of a store that may lose everything. Whoever misses nobody pays nothing for it. */
export function refounding(tenants: Records<Tenant>, agreement: Agreement, first: Tenant): Records<Tenant> {
  const { clientCode, linkId } = first;
  let last = first;
  /** Whether it was lost, and is there again. */
  const refounded = async (): Promise<boolean> => {
    if (await agreement.isAgreed(FOUNDED)) return false;
    await agreement.renew();
    await found(tenants, agreement, { ...last, arranged: {}, version: 0 });
    return true;
  };
  return {
    ...tenants,
    get(key) {
      const read = tenants.get(key);
      if (key !== clientCode) return read;
      return after(read, (tenant) => {
        if (tenant === undefined)
          return refounded().then((isBack) => (isBack ? tenants.get(key) : undefined));
        last = tenant;
        return tenant;
      });
    },
    put: (tenant, expected) =>
      after(tenants.put(tenant, expected), (isPut) => {
        if (isPut && tenant.clientCode === clientCode) last = tenant;
        return isPut;
      }),
    list(owner, page) {
      const read = tenants.list(owner, page);
      if (owner !== linkId || page.after !== undefined) return read;
      return after(read, (some) =>
        some?.length === 0 ? refounded().then((isBack) => (isBack ? tenants.list(owner, page) : some)) : some,
      );
    },
  };
}
