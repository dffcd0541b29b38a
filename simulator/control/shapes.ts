// The shapes of the control plane: what it answers, and the bodies that it takes. The types, the checks of bodies and the
// OpenAPI document come from them; an answer with an $id is a component of the document.

import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import {
  APP_CANCELLED,
  identifiers,
  type OperationName,
  operations,
  type StateNumber,
  serviceNames,
  stateNumbers,
} from '../../contracts/protocol/index.js';
import { faultBody, outcomeBody, tenantOperation, variantsOf } from '../core/arrangements.js';
import { type Described, described } from '../core/described.js';
import { type FaultKind, faultKinds } from '../core/faults.js';
import { oneOf } from '../core/one-of.js';
import { nextEventNames, phases } from '../core/receipt.js';
import { forms } from '../core/tampering.js';
import type { Why } from '../core/why/grounds.js';
import type { ValueOf } from './route.js';

const strict = { additionalProperties: false } as const;
const instant = Type.String({ format: 'date-time', description: 'ISO 8601 UTC with milliseconds' });
const optionalInstant = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' });
/** A sentence for people in both languages. */
const sentence = Type.Object({ en: Type.String(), ko: Type.String() }, strict);
/** The same with the facts that it is made of. */
const reason = Type.Unsafe<Why>(
  Type.Object({ en: Type.String(), ko: Type.String() }, {
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    description:
      'why it was refused, and the facts: stringToSign, digest and mistake of a signature; position of a body; sent, server, seconds and allowed of a date; clientCode, until and address of a token; field, limit and length; nearest of a path; instants of a receipt',
  } as never),
);
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const optionalText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const operationNames = Object.keys(operations) as readonly OperationName[];
const operation = oneOf(operationNames);
const headers = Type.Record(Type.String(), Type.String());

export const Tenant = Type.Object(
  {
    clientCode: Type.String({ pattern: identifiers.clientCode.pattern }),
    clientName: Type.String(),
    linkId: Type.String(),
    secretKey: Type.String({ description: 'base64' }),
    subClients: Type.Array(Type.Object({ code: Type.String(), name: Type.String() }, strict)),
    sign: Type.String({ description: 'who signs' }),
    /** The form of signedData: `der`, `observed` or `cades`. */
    form: oneOf(forms, described('the form of signedData', 'signedData의 형식')),
  },
  { $id: 'Tenant', ...strict },
);
export type TenantView = ValueOf<typeof Tenant>;

export const Receipt = Type.Object(
  {
    receiptId: Type.String({ pattern: identifiers.receiptId.pattern }),
    service: oneOf(serviceNames),
    clientCode: Type.String(),
    state: Type.Unsafe<StateNumber>(Type.Integer({ enum: [...stateNumbers] })),
    request: Type.Record(
      Type.String(),
      Type.Unsafe<string | number | boolean>({ type: ['string', 'number', 'boolean'] }),
      { description: 'what was asked, under its wire names' },
    ),
    requestedAt: instant,
    expiresAt: instant,
    /** The person signs by themselves then, by the plan of who signs. */
    signAt: optionalInstant,
    viewedAt: optionalInstant,
    signedAt: optionalInstant,
    /** From then on Verify is too late; null until it is signed. */
    verifyUntil: optionalInstant,
    verifiedAt: optionalInstant,
    txId: optionalText,
    /** What the app got when the person signed App-to-App. */
    signature: optionalText,
    /** What the app last came back with when the person did not sign App-to-App, else null. */
    appResult: orNull(Type.Object({ code: Type.Integer(), at: instant }, strict)),
    next: Type.Array(oneOf(nextEventNames)),
  },
  { $id: 'Receipt', ...strict },
);
export type ReceiptView = ValueOf<typeof Receipt>;

const next = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'give it as `after` for the next page; null after the last',
});

export const Receipts = Type.Object({ receipts: Type.Array(Receipt), next }, { $id: 'Receipts', ...strict });

export const Tenants = Type.Object({ tenants: Type.Array(Tenant), next }, { $id: 'Tenants', ...strict });

export const Clock = Type.Object({ now: instant, frozen: Type.Boolean() }, { $id: 'Clock', ...strict });
export type ClockView = ValueOf<typeof Clock>;

const sides = { headers, body: Type.String() };
export const Call = Type.Object(
  {
    /** Counts up over the whole simulator. */
    number: Type.Integer({ minimum: 1 }),
    /** Null for a path that is no operation. */
    operation: Type.Unsafe<OperationName | null>({ enum: [...operationNames, null] }),
    /** ISO 8601 UTC with ms: the base clock, and the tenant's. */
    at: instant,
    tenantAt: optionalInstant,
    /** The HTTP status decided; what the client saw of it depends on `fault`. */
    status: Type.Integer(),
    /** `ok`, the id of the error, `custom` for a user's own, `late` for a call to a tenant that is gone. */
    outcome: Type.String({
      description: 'ok, an error id, custom, dropped, late, or failed: a mistake of the simulator',
    }),
    /** Why it was refused; null where it was not. */
    why: orNull(reason),
    fault: Type.Unsafe<FaultKind | null>({ enum: [...faultKinds, null] }),
    /** Calls of one connection have the same; null in process. */
    connection: Type.Unsafe<number | null>({ type: ['integer', 'null'], description: "the caller's port" }),
    /** What the simulator threw where the outcome is `failed`, secrets masked. */
    thrown: orNull(Type.String()),
    request: Type.Object({ method: Type.String(), target: Type.String(), ...sides }, strict),
    reply: Type.Object({ status: Type.Integer(), ...sides }, strict),
  },
  { $id: 'Call', ...strict },
);
export type CallView = ValueOf<typeof Call>;

export const Calls = Type.Object({ calls: Type.Array(Call) }, { $id: 'Calls', ...strict });

export const Finding = Type.Object(
  {
    id: Type.String(),
    why: sentence,
    source: Type.String(),
    /** The field that it is about, by its wire name; null where it is about none. */
    field: optionalText,
    /** The number of the call that showed it. */
    call: Type.Integer({ minimum: 1 }),
    operation,
    /** Base clock. */
    at: instant,
  },
  { $id: 'Finding', ...strict },
);
export type Finding = ValueOf<typeof Finding>;

export const Findings = Type.Object({ findings: Type.Array(Finding) }, { $id: 'Findings', ...strict });

export const Barrier = Type.Object(
  {
    id: Type.String(),
    operation,
    /** How many calls it holds when it is full. */
    calls: Type.Integer({ minimum: 1 }),
    waiting: Type.Integer({ minimum: 0 }),
  },
  { $id: 'Barrier', ...strict },
);
export type BarrierView = ValueOf<typeof Barrier>;

export const Barriers = Type.Object({ barriers: Type.Array(Barrier) }, { $id: 'Barriers', ...strict });

/** What was arranged, as it was understood; the members depend on what was asked. */
export const Arranged = Type.Object({ operation, times: Type.Integer({ minimum: 1 }) }, { $id: 'Arranged' });

/** An element of a signedData: see `TreeRow` of the reader. */
const element = Type.Object(
  {
    offset: Type.Integer({ description: 'of the identifier octet, in bytes' }),
    header: Type.Integer({ description: 'octets of identifier and length' }),
    length: Type.Integer({ description: 'octets of the content' }),
    depth: Type.Integer(),
    type: Type.String(),
    isIndefinite: Type.Boolean(),
    value: Type.String(),
  },
  strict,
);

/** What a person signed, as our reader reads it and our verifier judges it. */
export const SignedData = Type.Object(
  {
    signedData: Type.String({ description: 'unpadded base64url, or the bare Token' }),
    from: oneOf(
      ['answer', 'preview'],
      described(
        'as Verify answered it, or made now as Verify would',
        '검증 응답 그대로 또는 지금 만든 미리보기',
      ),
    ),
    size: Type.Integer({ description: 'bytes' }),
    /** Null for a bare Token. */
    tree: orNull(Type.Array(element)),
    verdict: orNull(Type.Object({ ok: Type.Boolean(), reason: optionalText, detail: optionalText }, strict)),
    consent: orNull(Type.Array(Type.Object({ label: Type.String(), value: Type.String() }, strict))),
    certificate: orNull(
      Type.Object(
        {
          subject: Type.String(),
          issuer: Type.String(),
          serial: Type.String({ description: 'hexadecimal' }),
          notBefore: instant,
          notAfter: instant,
          key: Type.String(),
        },
        strict,
      ),
    ),
  },
  { $id: 'SignedData', ...strict },
);
export type SignedDataView = ValueOf<typeof SignedData>;

const named = { name: Type.String(), words: sentence };

/** The tables that a page offers to choose from. */
export const Tables = Type.Object(
  {
    operations: Type.Array(
      Type.Object({ name: operation, gives: orNull(oneOf(['receipt', 'signedData'])) }, strict),
    ),
    errors: Type.Array(
      Type.Object(
        { id: Type.String(), code: Type.Integer(), message: Type.String(), status: Type.Integer() },
        strict,
      ),
    ),
    tamperings: Type.Array(Type.Object(named, strict)),
    forms: Type.Array(Type.Object(named, strict)),
    faults: Type.Array(
      Type.Object({ ...named, example: Type.Record(Type.String(), Type.Unknown()) }, strict),
    ),
    people: Type.Array(Type.Object({ phone: optionalText, name: optionalText, words: sentence }, strict)),
    allowRedirects: Type.Array(Type.String(), {
      description: 'origins off loopback that the app page may go to',
    }),
  },
  { $id: 'Tables', ...strict },
);
export type TablesView = ValueOf<typeof Tables>;

// Queries. Their members are texts and integers.

/** How many there are in a page, at most and unless told otherwise. */
const PAGE = 1000;

const page = (after: { readonly pattern: string }, what: string) => ({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: PAGE, default: PAGE, ...described('how many at most', '최대 개수') }),
  ),
  after: Type.Optional(
    Type.String({
      pattern: after.pattern,
      ...described(`the ${what} that the page before ended with`, `앞 페이지 마지막의 ${what}`),
    }),
  ),
});
const ofReceipts = {
  ...page(identifiers.receiptId, 'receiptId'),
  state: Type.Optional(
    oneOf(
      phases,
      described('only those that are so now, by the clocks of their tenants', '현재 상태로 거르기'),
    ),
  ),
  service: Type.Optional(oneOf(serviceNames, described('only those of this service', '서비스로 거르기'))),
  txId: Type.Optional(
    Type.String({
      maxLength: 64,
      ...described('only the App-to-App one of this tx_id', 'App-to-App의 tx_id로 거르기'),
    }),
  ),
  ReceiverHP: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 20,
      ...described('only those to this number; hyphens do not count', '수신번호로 거르기, 하이픈 무시'),
    }),
  ),
};

/** A page of the receipts of a tenant. */
export const ReceiptsQuery = Type.Object(ofReceipts, strict);
export type ReceiptsQuery = ValueOf<typeof ReceiptsQuery>;

/** A page of all receipts. */
export const AllReceiptsQuery = Type.Object(
  {
    ...ofReceipts,
    clientCode: Type.Optional(
      Type.String({
        pattern: identifiers.clientCode.pattern,
        ...described('only those of this tenant', '이용기관코드로 거르기'),
      }),
    ),
  },
  strict,
);
export type AllReceiptsQuery = ValueOf<typeof AllReceiptsQuery>;

/** Whose events. */
export const EventsQuery = Type.Object(
  {
    clientCode: Type.Optional(
      Type.String({
        pattern: identifiers.clientCode.pattern,
        ...described('only those of this tenant', '이용기관코드로 거르기'),
      }),
    ),
  },
  strict,
);

/** A page of the tenants. */
export const TenantsQuery = Type.Object(page(identifiers.clientCode, 'clientCode'), strict);

// Bodies.

/** The names that a body may have, of all its alternatives. */
export const membersOf = (body: TSchema): readonly string[] => [
  ...new Set(variantsOf(body).flatMap(({ properties }) => Object.keys(properties))),
];

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const clientCode = Type.String({
  pattern: identifiers.clientCode.pattern,
  ...described(identifiers.clientCode.words.en, '이용기관코드, 숫자 12자리'),
});
const subClients = Type.Array(Type.Object({ code: text(12), name: text(80) }, strict), { maxItems: 1000 });
const sign = Type.String({
  maxLength: 64,
  ...described(
    'who signs: manual, immediate, never, after:PT3S, polls:2',
    '서명 방식: manual, immediate, never, after:PT3S, polls:2',
  ),
});
const secretKey = Type.String({
  pattern: '^[A-Za-z0-9+/_-]{16,}={0,2}$',
  maxLength: 128,
  ...described('base64', 'base64'),
});
const form = oneOf(forms, described('the form of signedData', 'signedData의 형식'));
const settings = { clientName: text(80), secretKey, subClients, sign, form };

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

/** What the next calls get: one object for each kind of outcome. */
export const Outcome = outcomeBody;

/** What goes wrong with the next calls: one object for each fault. */
export const Fault = faultBody;

/** What the app comes back with when the person does not sign. */
export const Cancel = Type.Object(
  {
    code: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 99_999,
        default: APP_CANCELLED,
        ...described(
          "the app's code: 5000 unless given, the person cancelled",
          '앱의 결과 코드, 기본값 5000(사용자 취소)',
        ),
      }),
    ),
  },
  { ...strict, examples: [{ code: 4006 }] },
);

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

/** One way of moving a clock. */
const way = <Member extends TProperties>(member: Member, about: Described) =>
  Type.Object(member, { ...strict, title: Object.keys(member).join(), ...about });

/** Exactly one of three. */
export const ClockChange = Type.Union(
  [
    way(
      {
        advance: Type.String({
          maxLength: 64,
          ...described('ISO 8601 duration, no years or months', 'ISO 8601 기간, 연과 월 제외'),
        }),
      },
      described('so much time passes / 그만큼 시간이 지남', '그만큼 시간이 지남'),
    ),
    way(
      {
        set: Type.String({
          maxLength: 64,
          ...described('ISO 8601 instant with its zone', '시간대가 있는 ISO 8601 시각'),
        }),
      },
      described('it is that instant / 그 시각이 됨', '그 시각이 됨'),
    ),
    way(
      { freeze: Type.Boolean() },
      described('the clock stops, or goes on / 시계를 멈추거나 다시 가게 함', '시계를 멈추거나 다시 가게 함'),
    ),
  ],
  { examples: [{ advance: 'PT5M' }, { set: '2026-12-01T09:00:00+09:00' }, { freeze: true }] },
);
