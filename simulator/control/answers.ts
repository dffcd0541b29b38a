// What the control plane answers, as schemas: for its OpenAPI document, and held to the real answers by a test.

import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { operations } from '../../contracts/protocol/index.js';
import { profiles } from '../core/tampering.js';

const strict = { additionalProperties: false } as const;
const instant = Type.String({ format: 'date-time', description: 'ISO 8601 UTC with milliseconds' });
const optionalInstant = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' });
const optionalText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const operation = Type.String({ enum: Object.keys(operations) });
const events = Type.Array(Type.String({ enum: ['view', 'sign', 'expire', 'verify'] }));
const headers = Type.Record(Type.String(), Type.String());

export const Health = Type.Object(
  { status: Type.String({ const: 'ok' }), version: Type.String() },
  { $id: 'Health', ...strict },
);

export const Tenant = Type.Object(
  {
    clientCode: Type.String({ pattern: '^[0-9]{12}$' }),
    clientName: Type.String(),
    linkId: Type.String(),
    secretKey: Type.String({ description: 'base64' }),
    subClients: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }, strict)),
    sign: Type.String({ description: 'who signs' }),
    profile: Type.String({ enum: [...profiles] }),
  },
  { $id: 'Tenant', ...strict },
);

export const Receipt = Type.Object(
  {
    receiptId: Type.String({ pattern: '^0[0-9]{17}$' }),
    service: Type.String({ enum: ['cms', 'verifyAuth', 'esign'] }),
    clientCode: Type.String(),
    state: Type.Integer({ enum: [0, 1, 2] }),
    request: Type.Record(Type.String(), Type.Unsafe({ type: ['string', 'number', 'boolean'] }), {
      description: 'what was asked, under its wire names',
    }),
    requestedAt: instant,
    expiresAt: instant,
    viewedAt: optionalInstant,
    signedAt: optionalInstant,
    verifiedAt: optionalInstant,
    txId: optionalText,
    signature: optionalText,
    next: events,
  },
  { $id: 'Receipt', ...strict },
);

export const Receipts = Type.Object(
  { receipts: Type.Array(Type.Ref(Receipt)) },
  { $id: 'Receipts', ...strict },
);

export const Clock = Type.Object({ now: instant, frozen: Type.Boolean() }, { $id: 'Clock', ...strict });

const sides = { headers, body: Type.String() };
export const Call = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    operation: Type.Unsafe<string | null>({ enum: [...Object.keys(operations), null] }),
    at: instant,
    tenantAt: optionalInstant,
    status: Type.Integer(),
    outcome: Type.String({ description: 'ok, an error id, custom, dropped or late' }),
    fault: optionalText,
    request: Type.Object({ method: Type.String(), target: Type.String(), ...sides }, strict),
    reply: Type.Object({ status: Type.Integer(), ...sides }, strict),
  },
  { $id: 'Call', ...strict },
);

export const Calls = Type.Object({ calls: Type.Array(Type.Ref(Call)) }, { $id: 'Calls', ...strict });

export const Finding = Type.Object(
  {
    id: Type.String(),
    why: Type.String(),
    ko: Type.String(),
    source: Type.String(),
    call: Type.Integer({ minimum: 1 }),
    operation: Type.String(),
    at: instant,
  },
  { $id: 'Finding', ...strict },
);

export const Findings = Type.Object(
  { findings: Type.Array(Type.Ref(Finding)) },
  { $id: 'Findings', ...strict },
);

export const Barrier = Type.Object(
  {
    id: Type.String(),
    operation,
    calls: Type.Integer({ minimum: 1 }),
    waiting: Type.Integer({ minimum: 0 }),
  },
  { $id: 'Barrier', ...strict },
);

/** What was arranged, as it was understood; the members depend on what was asked. */
export const Arranged = Type.Object({ operation, times: Type.Integer({ minimum: 1 }) }, { $id: 'Arranged' });

export const LedgerRow = Type.Object(
  {
    row: Type.String(),
    kind: Type.String({ enum: ['operation', 'field', 'error', 'timing'] }),
    title: Type.String(),
    source: Type.String(),
    fidelity: Type.String({ enum: ['manual', 'sdk', 'observed', 'assumed', 'live-verified'] }),
    verified: Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date' }),
  },
  { $id: 'LedgerRow', ...strict },
);

export const Ledger = Type.Object(
  {
    summary: Type.Record(Type.String(), Type.Integer(), { description: 'rows by fidelity' }),
    rows: Type.Array(Type.Ref(LedgerRow)),
  },
  { $id: 'Ledger', ...strict },
);

export const OpenApi = Type.Object({ openapi: Type.String({ const: '3.1.0' }) }, { $id: 'OpenApi' });

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ const: 'about:blank' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    title: Type.String(),
    detail: Type.String(),
    next: Type.Optional(events),
  },
  { $id: 'Problem', ...strict },
);

/** All of them, for the components of the document. */
export const answerSchemas: readonly TObject[] = [
  Health,
  Tenant,
  Receipt,
  Receipts,
  Clock,
  Call,
  Calls,
  Finding,
  Findings,
  Barrier,
  Arranged,
  LedgerRow,
  Ledger,
  OpenApi,
  Problem,
];

/** What a route answers: JSON by a schema, text of a media type, or nothing (204). */
export type Answer = TSchema | { readonly text: string } | 'nothing';
