// The bodies of the control plane. TypeBox checks them; the OpenAPI document shows them.

import { Type } from '@sinclair/typebox';
import { operations } from '../../contracts/protocol/index.js';
import { faultKinds } from '../core/fault.js';
import { profiles } from '../core/tampering.js';

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const clientCode = Type.String({ pattern: '^[0-9]{12}$', description: '12 digits (manual 1.1)' });
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
/** One of these words. TypeBox checks a pattern and no enum; readers of the document want the enum. */
const oneOf = (words: readonly string[], description?: string) =>
  Type.String({
    pattern: `^(?:${words.join('|')})$`,
    enum: [...words],
    ...(description === undefined ? {} : { description }),
  });
const operation = oneOf(
  Object.keys(operations).filter((name) => name !== 'time'),
  'an operation that a tenant calls',
);
const times = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 }));
const ms = Type.Number({ minimum: 0, maximum: 600_000, description: 'milliseconds' });
const customError = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String({ maxLength: 1000 }),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  },
  strict,
);
const delay = Type.Union([
  Type.Object({ distribution: Type.Optional(Type.Literal('fixed')), ms }, strict),
  Type.Object({ distribution: Type.Literal('uniform'), min: ms, max: ms }, strict),
  Type.Object(
    { distribution: Type.Literal('lognormal'), median: ms, sigma: Type.Number({ minimum: 0, maximum: 5 }) },
    strict,
  ),
]);
const profile = oneOf(profiles, 'the form of signedData');
const settings = { clientName: text(80), secretKey, subClients, sign, profile };

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
    operation,
    error: Type.Optional(Type.Union([text(80), customError])),
    tamper: Type.Optional(text(40)),
    profile: Type.Optional(profile),
    sign: Type.Optional(sign),
    times,
  },
  { ...strict, examples: [{ operation: 'requestCMS', error: 'person.notMember' }] },
);

/** What goes wrong with the next calls. */
export const Fault = Type.Object(
  {
    operation,
    fault: oneOf(faultKinds, faultKinds.join(', ')),
    times,
    delay: Type.Optional(delay),
    status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599 })),
    body: Type.Optional(oneOf(['json', 'html', 'empty'])),
    put: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'members by name' })),
    omit: Type.Optional(Type.Array(text(64), { maxItems: 64 })),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  },
  { ...strict, examples: [{ operation: 'verifyCMS', fault: 'commitThenDrop' }] },
);

/** A race barrier. */
export const NewBarrier = Type.Object(
  { operation, calls: Type.Integer({ minimum: 1, maximum: 10_000 }) },
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
