// The shapes of the control plane: what it answers, held to the real answers by a test, and the bodies that it takes,
// checked by TypeBox. The OpenAPI document shows both.

import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { identifiers, operations, serviceNames, stateNumbers } from '../../contracts/protocol/index.js';
import { faultBody, tenantOperation, variantsOf } from '../core/arrangements.js';
import { times } from '../core/faults.js';
import { oneOf } from '../core/one-of.js';
import { forms } from '../core/tampering.js';

const strict = { additionalProperties: false } as const;
const instant = Type.String({ format: 'date-time', description: 'ISO 8601 UTC with milliseconds' });
const optionalInstant = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' });
/** A sentence for people in both languages. */
const sentence = Type.Object({ en: Type.String(), ko: Type.String() }, strict);
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
    clientCode: Type.String({ pattern: identifiers.clientCode.pattern }),
    clientName: Type.String(),
    linkId: Type.String(),
    secretKey: Type.String({ description: 'base64' }),
    subClients: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }, strict)),
    sign: Type.String({ description: 'who signs' }),
    form: Type.String({ enum: [...forms] }),
  },
  { $id: 'Tenant', ...strict },
);

export const Receipt = Type.Object(
  {
    receiptId: Type.String({ pattern: identifiers.receiptId.pattern }),
    service: Type.String({ enum: [...serviceNames] }),
    clientCode: Type.String(),
    state: Type.Integer({ enum: [...stateNumbers] }),
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
const Call = Type.Object(
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

const Finding = Type.Object(
  {
    id: Type.String(),
    why: sentence,
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

const LedgerRow = Type.Object(
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
const Problem = Type.Object(
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

// Bodies.

/** The names that a body may have, of all its alternatives. */
export const membersOf = (body: TSchema): readonly string[] => [
  ...new Set(variantsOf(body).flatMap(({ properties }) => Object.keys(properties))),
];

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const clientCode = Type.String({
  pattern: identifiers.clientCode.pattern,
  description: identifiers.clientCode.words.en,
});
const subClients = Type.Array(Type.Object({ code: text(12), name: text(80) }, strict), { maxItems: 1000 });
const sign = Type.String({
  maxLength: 64,
  description: 'who signs: manual, immediate, never, after:PT3S, polls:2',
});
const secretKey = Type.String({
  pattern: '^[A-Za-z0-9+/_-]{16,}={0,2}$',
  maxLength: 128,
  description: 'base64',
});
const customError = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String({ maxLength: 1000 }),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  },
  strict,
);
const form = oneOf(forms, 'the form of signedData');
const settings = { clientName: text(80), secretKey, subClients, sign, form };

/** The path says everything. */
export const Nothing = Type.Object({}, strict);

/** An institution to be made; what is not given is made up. */
export const NewTenant = Type.Partial(
  Type.Object({ clientCode, linkId: Type.String({ pattern: '^\\S{1,40}$' }), ...settings }),
  { ...strict, examples: [{ clientName: '시험기관', sign: 'immediate' }] },
);

/** What can be changed of an institution. */
export const TenantSettings = Type.Partial(Type.Object(settings), {
  ...strict,
  examples: [{ sign: 'polls:2' }],
});

/** What the next calls get. */
export const Outcome = Type.Object(
  {
    operation: tenantOperation,
    error: Type.Optional(Type.Union([text(80), customError])),
    tamper: Type.Optional(text(40)),
    form: Type.Optional(form),
    sign: Type.Optional(sign),
    times: Type.Optional(times),
  },
  { ...strict, examples: [{ operation: 'requestCMS', error: 'person.notMember' }] },
);

/** What goes wrong with the next calls: one object for each fault. */
export const Fault = faultBody;

/** A race barrier. */
export const NewBarrier = Type.Object(
  { operation: tenantOperation, calls: Type.Integer({ minimum: 1, maximum: 10_000 }) },
  { ...strict, examples: [{ operation: 'verifyCMS', calls: 2 }] },
);

/** In which order held calls go. */
export const Release = Type.Object(
  { order: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 10_000 })) },
  { ...strict, examples: [{ order: [1, 0] }] },
);

/** Exactly one of three. */
export const ClockChange = Type.Object(
  {
    advance: Type.Optional(
      Type.String({ maxLength: 64, description: 'ISO 8601 duration, no years or months' }),
    ),
    set: Type.Optional(Type.String({ maxLength: 64, description: 'ISO 8601 instant with its zone' })),
    freeze: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1, maxProperties: 1, examples: [{ advance: 'PT5M' }] },
);
