// What each event of the stream carries: the shapes of the control plane with the tenant that it is about. A secret is
// null: whoever listens reads what happened, and asks for credentials by name.

import { Type } from '@sinclair/typebox';
import { described } from '../core/described.js';
import { oneOf } from '../core/one-of.js';
import { tenantChanges } from '../core/tenant.js';
import type { StreamAnswer, ValueOf } from './route.js';
import { Call, Clock, Finding, Receipt, Tenant } from './shapes.js';

const strict = { additionalProperties: false } as const;
const clientCode = Type.String({ description: 'the tenant that it is about' });
const instant = Type.String({ format: 'date-time', description: 'ISO 8601 UTC with milliseconds' });

/** The data of each event by its name. */
export const eventShapes = {
  /** A call was answered; `clientCode` is null where it named no tenant. */
  call: Type.Object(
    { ...Call.properties, clientCode: Type.Union([clientCode, Type.Null()]) },
    { $id: 'CallEvent', ...strict },
  ),
  /** A receipt is new, or changed. What comes by itself (expiry, lapse, signing by time) is no event: compute it from these instants. */
  receipt: Type.Object(
    {
      ...Receipt.properties,
      now: Type.String({ format: 'date-time', description: "its tenant's clock at that moment" }),
      frozen: Type.Boolean({ description: 'whether that clock stands still' }),
    },
    { $id: 'ReceiptEvent', ...strict },
  ),
  /** The client did something odd. */
  finding: Type.Object({ ...Finding.properties, clientCode }, { $id: 'FindingEvent', ...strict }),
  /** A tenant is new, or changed; after `reset` and `removed` all that it had is gone. */
  tenant: Type.Object(
    {
      ...Tenant.properties,
      secretKey: Type.Null(),
      change: oneOf(tenantChanges, described('what came of it', '변경 내용')),
    },
    { $id: 'TenantEvent', ...strict },
  ),
  /** A tenant's clock was moved. */
  clock: Type.Object({ ...Clock.properties, clientCode }, { $id: 'ClockEvent', ...strict }),
  /** Events are missing before this one: ask the lists again. */
  gap: Type.Object({ now: instant }, { $id: 'GapEvent', ...strict }),
} as const satisfies StreamAnswer['stream'];

export type EventName = keyof typeof eventShapes;

/** One event as a reader of the stream gets it. */
export type ControlEvent = {
  readonly [Name in EventName]: {
    /** `<run>-<n>`: where a reader that comes back goes on. */
    readonly id: string;
    readonly event: Name;
    readonly data: ValueOf<(typeof eventShapes)[Name]>;
  };
}[EventName];
