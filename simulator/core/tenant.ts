// A tenant is an institution with its own credentials, receipts and clock. Plain data, like a receipt.

import type { Arranged } from './queues.js';
import type { SignPlan } from './sign-plan.js';
import type { Form } from './tampering.js';

/** The tenant's time: the base clock plus `offset` ms, or the instant it was frozen at. */
export interface Clock {
  readonly offset: number;
  readonly frozenAt: number | null;
}

export interface SubClient {
  readonly code: string;
  readonly name: string;
}

export interface Tenant {
  readonly clientCode: string;
  /** Counts the tenants of a simulator as they are made: tells a tenant from one that had its clientCode before. */
  readonly born: number;
  /** Counts its resets: what it had before one is not its own any more. */
  readonly era: number;
  readonly clientName: string;
  readonly linkId: string;
  /** Base64, 32 bytes decoded. */
  readonly secretKey: string;
  readonly subClients: readonly SubClient[];
  readonly sign: SignPlan;
  /** The form of its signedData. */
  readonly form: Form;
  readonly clock: Clock;
  /** Tokens of an earlier epoch are expired. */
  readonly tokenEpoch: number;
  /** What is arranged for the next calls. */
  readonly arranged: Arranged;
  readonly version: number;
}

/** What comes of a tenant, as those hear who listen. */
export const tenantChanges = ['made', 'changed', 'reset', 'removed'] as const;
export type TenantChange = (typeof tenantChanges)[number];

/** Whose receipts are whose: a tenant that has the clientCode of one that is gone has none of its, nor of before a reset. */
export const holderOf = ({ clientCode, born, era }: Pick<Tenant, 'clientCode' | 'born' | 'era'>): string =>
  `${clientCode}/${born}/${era}`;

/** The tenant's now, in ms, from the base clock's. */
export function tenantNow(clock: Clock, base: number): number {
  return clock.frozenAt ?? base + clock.offset;
}

export type ClockChange =
  | { readonly advance: number }
  | { readonly set: number }
  | { readonly freeze: boolean };

/** The clock after a change at base instant `base`, or `backwards`: time only moves forward. */
export function changeClock(clock: Clock, change: ClockChange, base: number): Clock | 'backwards' {
  const now = tenantNow(clock, base);
  const target = 'set' in change ? change.set : 'advance' in change ? now + change.advance : now;
  if (target < now) return 'backwards';
  const frozen = 'freeze' in change ? change.freeze : clock.frozenAt !== null;
  return { offset: target - base, frozenAt: frozen ? target : null };
}

/** What a user may say of the tenant that is there from the start, so that a program runs with its own credentials. */
export interface FirstTenant {
  /** `TESTER` unless given. */
  readonly linkId?: string;
  /** Base64; the one of the official examples unless given. */
  readonly secretKey?: string;
  /** 12 digits; `020040000001` unless given. */
  readonly clientCode?: string;
  /** One with the code of the client unless given. */
  readonly subClients?: readonly SubClient[];
}

/** The tenant that is there from the start. */
export function firstTenant({ linkId, secretKey, clientCode, subClients }: FirstTenant): Tenant {
  const code = clientCode ?? defaultTenant.clientCode;
  return {
    ...defaultTenant,
    clientCode: code,
    linkId: linkId ?? defaultTenant.linkId,
    secretKey: secretKey ?? defaultTenant.secretKey,
    subClients: subClients ?? defaultTenant.subClients.map(({ name }) => ({ code, name })),
  };
}

/** The institution printed in every official example: the example programs run with it unchanged. */
export const defaultTenant: Tenant = {
  clientCode: '020040000001',
  born: 0,
  era: 0,
  clientName: '시험이용기관',
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  subClients: [{ code: '020040000001', name: '시험별칭' }],
  sign: 'manual',
  form: 'der',
  clock: { offset: 0, frozenAt: null },
  tokenEpoch: 0,
  arranged: {},
  version: 0,
};
