// The secrets that must not be shown, and whose they are.

import QuickLRU from 'quick-lru';
import { createSecrets, type Secrets } from '../core/secrets.js';
import type { Tenant } from '../core/tenant.js';

/** Who has which secrets. */
export interface Keeper {
  readonly secrets: Secrets;
  keep(tenant: Pick<Tenant, 'clientCode' | 'secretKey'>): void;
  /** The tenant is gone; its secrets go with its tombstone. */
  bury(clientCode: string): void;
  forget(clientCode: string): void;
}

/** Who has which secrets: tenants of one LinkID share theirs. */
export function createKeeper(): Keeper {
  const secrets = createSecrets();
  const kept = new Map<string, Set<string>>();
  const holders = new Map<string, number>();
  const buried = new Set<string>();
  return {
    secrets,
    keep({ clientCode, secretKey }) {
      buried.delete(clientCode);
      const own = kept.get(clientCode) ?? new Set();
      if (own.has(secretKey)) return;
      kept.set(clientCode, own.add(secretKey));
      holders.set(secretKey, (holders.get(secretKey) ?? 0) + 1);
      secrets.add(secretKey);
    },
    bury(clientCode) {
      buried.add(clientCode);
    },
    forget(clientCode) {
      // Somebody may have its name again.
      if (!buried.delete(clientCode)) return;
      for (const secretKey of kept.get(clientCode) ?? []) {
        const left = (holders.get(secretKey) ?? 1) - 1;
        if (left > 0) holders.set(secretKey, left);
        else {
          holders.delete(secretKey);
          secrets.delete(secretKey);
        }
      }
      kept.delete(clientCode);
    },
  };
}

/** The secrets of so many tenants are known; the library keeps up to twice as many. */
const SECRETS_KNOWN = 5000;

/** Known secrets, bounded: a store may hold very many tenants. */
export function createBoundedKeeper(): Keeper {
  const keeper = createKeeper();
  const known = new QuickLRU<string, string>({
    maxSize: SECRETS_KNOWN,
    onEviction(clientCode) {
      keeper.bury(clientCode);
      keeper.forget(clientCode);
    },
  });
  return {
    ...keeper,
    keep(tenant) {
      if (known.get(tenant.clientCode) === tenant.secretKey) return;
      known.set(tenant.clientCode, tenant.secretKey);
      keeper.keep(tenant);
    },
  };
}
