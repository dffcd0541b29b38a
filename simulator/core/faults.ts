// Faults: what goes wrong between a call and its answer. One row says everything about its fault: the control plane's
// body, its types, the provider, the documents and the scorecard read it here. Bytes are broken by the doors
// (doors/broken.ts), and only in the ways that are named here.

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import { described } from './described.js';
import { draw } from './draw.js';
import { oneOf } from './one-of.js';

/**
 * How the bytes of an answer are broken off: `close`: the connection ends. · `reset`: it is reset. · `halfBody`: the
 * body stops half-way. · `silence`: a few bytes, then nothing until the client gives up.
 */
export type Breakage = 'close' | 'reset' | 'halfBody' | 'silence';

/** An answer on its way: what it says, and what a fault does to it. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** It goes out this much later, ms. */
  readonly delay?: number;
  /** It does not go out whole. */
  readonly broken?: Breakage;
}

/** A row of the table. `Parameters` is what the fault has to be told: an object, or a union where one of several will do. */
interface FaultRow<Parameters extends TSchema> {
  readonly words: Text;
  /** `before`: the call is never decided, nothing of it happens. `after`: it counts, whatever becomes of its answer. */
  readonly when: 'before' | 'after';
  /** Whether the client sees a status: a whole status line goes out. */
  readonly answered: boolean;
  readonly parameters: Parameters;
  /** Parameters as they may be given: for the documents, and for the test that plays every fault. */
  readonly example: Static<Parameters>;
  /** What becomes of a reply. `numbers` are drawn from the fault's seed, in [0, 1). */
  change(reply: Outgoing, given: Static<Parameters>, numbers: readonly [number, number]): Outgoing;
  /** What is wrong with parameters of the right shape, where no schema can say it; undefined if nothing is. */
  refuse?(given: Static<Parameters>): Text | undefined;
}

/** Lets a row's functions know the types of its own parameters. */
const fault = <Parameters extends TSchema>(row: FaultRow<Parameters>): FaultRow<Parameters> => row;

/** The longest delay, ms: ten minutes. Timers can't wait longer than 2^31-1 ms, and then they don't wait at all. */
const DELAY_LIMIT = 600_000;

const strict = { additionalProperties: false } as const;
const ms = Type.Number({ minimum: 0, maximum: DELAY_LIMIT, ...described('milliseconds', '밀리초') });
const delay = Type.Union(
  [
    Type.Object({ distribution: Type.Optional(Type.Literal('fixed')), ms }, strict),
    Type.Object({ distribution: Type.Literal('uniform'), min: ms, max: ms }, strict),
    Type.Object(
      { distribution: Type.Literal('lognormal'), median: ms, sigma: Type.Number({ minimum: 0, maximum: 5 }) },
      strict,
    ),
  ],
  described(
    '{ms}, or a distribution "uniform" {min, max} or "lognormal" {median, sigma}',
    '{ms} 또는 분포 "uniform" {min, max}, "lognormal" {median, sigma}',
  ),
);

/** How long a delay is, ms. */
export type Delay = Readonly<Static<typeof delay>>;

/** How long this one is, ms; the long tail of a lognormal delay ends at the limit. */
function lengthOf(given: Delay, [first, second]: readonly [number, number]): number {
  if (given.distribution === 'uniform') return given.min + first * (given.max - given.min);
  if (given.distribution !== 'lognormal') return given.ms;
  // Box–Muller: two uniform numbers make one normal one.
  const normal = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
  return Math.min(DELAY_LIMIT, given.median * Math.exp(given.sigma * normal));
}

/** What stands between answers with; none of it is the provider's. */
const betweenBodies = {
  json: {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"error":"Service Temporarily Unavailable"}',
  },
  html: {
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  },
  empty: { headers: {}, body: '' },
} as const satisfies Record<string, Pick<Outgoing, 'headers' | 'body'>>;

const put = Type.Unsafe<Readonly<Record<string, unknown>>>(
  Type.Record(Type.String(), Type.Unknown(), {
    ...described('members by name, put over those of their names', '이름별로 덮어쓸 항목'),
  }),
);
const omit = Type.Unsafe<readonly string[]>(
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    maxItems: 64,
    ...described('names of members that are left out', '뺄 항목의 이름'),
  }),
);

/** The reply with some members changed; one that is no JSON object stays as it is. */
function rewritten(
  reply: Outgoing,
  given: { readonly put?: Readonly<Record<string, unknown>>; readonly omit?: readonly string[] },
): Outgoing {
  if (!reply.body.startsWith('{')) return reply;
  const members = Object.entries({ ...JSON.parse(reply.body), ...given.put }).filter(
    ([name]) => given.omit?.includes(name) !== true,
  );
  return { ...reply, body: JSON.stringify(Object.fromEntries(members)) };
}

const none = { parameters: Type.Object({}, strict), example: {} } as const;
const breaking = (broken: Breakage) => (reply: Outgoing) => ({ ...reply, broken });

const table = {
  delay: fault({
    words: { en: 'the answer comes late', ko: '응답 지연' },
    when: 'after',
    answered: true,
    parameters: Type.Object({ delay }, strict),
    example: { delay: { ms: 3000 } },
    change: (reply, given, numbers) => ({ ...reply, delay: lengthOf(given.delay, numbers) }),
    refuse: ({ delay: given }) =>
      given.distribution === 'uniform' && given.min > given.max
        ? {
            en: `delay: min ${given.min} is over max ${given.max}; swap them.`,
            ko: `delay: min(${given.min})이 max(${given.max})보다 큽니다. 서로 바꾸십시오.`,
          }
        : undefined,
  }),
  drop: fault({
    words: { en: 'nothing happens, the connection ends', ko: '처리하지 않고 연결 종료' },
    when: 'before',
    answered: false,
    ...none,
    change: breaking('close'),
  }),
  commitThenDrop: fault({
    words: { en: 'the call counts, the answer is lost', ko: '처리한 뒤 응답 유실' },
    when: 'after',
    answered: false,
    ...none,
    change: breaking('close'),
  }),
  reset: fault({
    words: { en: 'the call counts, the connection is reset', ko: '처리한 뒤 연결 재설정(RST)' },
    when: 'after',
    answered: false,
    ...none,
    change: breaking('reset'),
  }),
  halfBody: fault({
    words: { en: 'the answer stops half-way', ko: '응답 본문이 중간에 끊김' },
    when: 'after',
    answered: true,
    ...none,
    change: breaking('halfBody'),
  }),
  silence: fault({
    words: { en: 'a few bytes, then nothing', ko: '몇 바이트만 보낸 뒤 무응답' },
    when: 'after',
    answered: false,
    ...none,
    change: breaking('silence'),
  }),
  status: fault({
    words: {
      en: 'an answer of something in between: a 5xx, or a page with 200',
      ko: '중간 장비의 응답(5xx, 또는 200 안내 페이지)',
    },
    when: 'after',
    answered: true,
    parameters: Type.Object(
      {
        status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599, default: 502 })),
        body: Type.Optional(
          oneOf(
            Object.keys(betweenBodies) as (keyof typeof betweenBodies)[],
            described('default html', '기본값 html'),
          ),
        ),
      },
      strict,
    ),
    example: { status: 503, body: 'empty' },
    change: (_reply, { status = 502, body = 'html' }) => ({ status, ...betweenBodies[body] }),
  }),
  gzipLie: fault({
    words: { en: 'the header says gzip, the body is not', ko: 'gzip이라고 하지만 본문은 아님' },
    when: 'after',
    answered: true,
    ...none,
    change: (reply) => ({ ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } }),
  }),
  rewrite: fault({
    words: {
      en: "members of the answer's JSON are `put` in, or left out (`omit`)",
      ko: '응답 JSON의 항목을 바꾸거나(`put`) 뺌(`omit`)',
    },
    when: 'after',
    answered: true,
    // At least one of the two.
    parameters: Type.Union([
      Type.Object({ put, omit: Type.Optional(omit) }, strict),
      Type.Object({ put: Type.Optional(put), omit }, strict),
    ]),
    example: { put: { later: true }, omit: ['tx_id'] },
    change: rewritten,
  }),
} as const satisfies Readonly<Record<string, FaultRow<TSchema>>>;

export type FaultKind = keyof typeof table;

/** The table. */
export const faults: Readonly<Record<FaultKind, FaultRow<TSchema>>> = table;
export const faultKinds = Object.keys(faults) as readonly FaultKind[];

/** Of any arrangement: how often it is used. */
export const times = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  ...described('for how many calls; 1 unless given', '적용할 호출 수, 기본값 1'),
});

/** Of any fault: for how many calls it is, and whether chance has a say. */
export const faultRepeats = {
  times: Type.Optional(times),
  probability: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      ...described(
        'chance that a call is hit; those not hit do not count against times',
        '호출에 적용될 확률. 적용되지 않은 호출은 times에서 빠지지 않음',
      ),
    }),
  ),
  seed: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 4_294_967_295,
      ...described('the same seed gives the same hits; 1 unless given', '같은 seed는 같은 결과, 기본값 1'),
    }),
  ),
};

type Repeats = Static<ReturnType<typeof Type.Object<typeof faultRepeats>>>;
type Flat<T> = T extends unknown ? { readonly [Key in keyof T]: T[Key] } : never;

/** A fault and what it is told; `fault` decides which members there are. */
export type Fault = {
  [Kind in FaultKind]: Flat<{ fault: Kind } & Static<(typeof table)[Kind]['parameters']> & Repeats>;
}[FaultKind];

/** The reply after a fault; pure. A fault without a seed draws as with 1. */
export function faultyReply(reply: Outgoing, given: Fault): Outgoing {
  return faults[given.fault].change(reply, given, draw(given.seed ?? 1).numbers);
}
