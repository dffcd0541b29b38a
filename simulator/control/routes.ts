// The table of the control plane: the test author's side, under /_sim/v1. Nothing here exists at the real service.

import { type TSchema, Type } from '@sinclair/typebox';
import { operations } from '../../contracts/protocol/index.js';
import { faultKinds } from '../core/fault.js';
import { profiles } from '../core/tampering.js';
import * as answers from './answers.js';

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /_sim/v1, unless it begins with /_sim itself; `{name}` is one segment. */
  readonly path: string;
  readonly summary: string;
  /** What a success answers. */
  readonly answer: answers.Answer;
  /** A success is 201. */
  readonly created?: true;
  readonly body?: TSchema;
}

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

export const controlRoutes = {
  health: { method: 'GET', path: '/health', summary: 'Liveness and version', answer: answers.Health },
  fidelity: {
    method: 'GET',
    path: '/fidelity',
    summary: 'The ledger: every rule with its source and how well it is known',
    answer: answers.Ledger,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'Both planes as OpenAPI 3.1',
    answer: answers.OpenApi,
  },
  docs: {
    method: 'GET',
    path: '/_sim/docs',
    summary: 'Both planes as a page to read',
    answer: { text: 'text/html' },
  },
  caPem: {
    method: 'GET',
    path: '/ca.pem',
    summary: 'The root of every signedData, PEM',
    answer: { text: 'application/x-pem-file' },
  },
  tlsCaPem: {
    method: 'GET',
    path: '/tls-ca.pem',
    summary: 'The root of the TLS door, PEM; 404 without one',
    answer: { text: 'application/x-pem-file' },
  },
  createTenant: {
    method: 'POST',
    path: '/tenants',
    summary: 'Make an isolated tenant',
    answer: answers.Tenant,
    created: true,
    body: Type.Partial(
      Type.Object({ clientCode, linkId: Type.String({ pattern: '^\\S{1,40}$' }), ...settings }),
      strict,
    ),
  },
  getTenant: {
    method: 'GET',
    path: '/tenants/{clientCode}',
    summary: 'A tenant and its credentials',
    answer: answers.Tenant,
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenants/{clientCode}',
    summary: 'Change a tenant',
    answer: answers.Tenant,
    body: Type.Partial(Type.Object(settings), strict),
  },
  deleteTenant: {
    method: 'DELETE',
    path: '/tenants/{clientCode}',
    summary: 'Remove a tenant and all it holds',
    answer: 'nothing',
  },
  addOutcome: {
    method: 'POST',
    path: '/tenants/{clientCode}/outcomes',
    summary: 'What the next calls of an operation get',
    answer: answers.Arranged,
    created: true,
    body: Type.Object(
      {
        operation,
        error: Type.Optional(Type.Union([text(80), customError])),
        tamper: Type.Optional(text(40)),
        profile: Type.Optional(profile),
        sign: Type.Optional(sign),
        times,
      },
      strict,
    ),
  },
  addFault: {
    method: 'POST',
    path: '/tenants/{clientCode}/faults',
    summary: 'What goes wrong with the next calls of an operation',
    answer: answers.Arranged,
    created: true,
    body: Type.Object(
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
      strict,
    ),
  },
  addBarrier: {
    method: 'POST',
    path: '/tenants/{clientCode}/barriers',
    summary: 'Hold the next calls of an operation',
    answer: answers.Barrier,
    created: true,
    body: Type.Object({ operation, calls: Type.Integer({ minimum: 1, maximum: 10_000 }) }, strict),
  },
  awaitBarrier: {
    method: 'GET',
    path: '/barriers/{barrierId}',
    summary: 'Answers once the barrier holds all its calls',
    answer: answers.Barrier,
  },
  releaseBarrier: {
    method: 'POST',
    path: '/barriers/{barrierId}/release',
    summary: 'Let the calls go one by one, in the order given or as they came',
    answer: 'nothing',
    body: Type.Object(
      { order: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 10_000 })) },
      strict,
    ),
  },
  listCalls: {
    method: 'GET',
    path: '/tenants/{clientCode}/calls',
    summary: 'The journal, oldest first, secrets masked',
    answer: answers.Calls,
  },
  clearCalls: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/calls',
    summary: 'Empty the journal',
    answer: 'nothing',
  },
  listFindings: {
    method: 'GET',
    path: '/tenants/{clientCode}/findings',
    summary: 'What the client did wrong',
    answer: answers.Findings,
  },
  clearFindings: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/findings',
    summary: 'Forget the findings',
    answer: 'nothing',
  },
  listUnnamedCalls: {
    method: 'GET',
    path: '/calls',
    summary: 'Calls that named no tenant',
    answer: answers.Calls,
  },
  resetTenant: {
    method: 'POST',
    path: '/tenants/{clientCode}/reset',
    summary: 'Drop receipts, outcomes, faults and journal; keep credentials and clock',
    answer: 'nothing',
    body: Type.Object({}, strict),
  },
  expireTokens: {
    method: 'POST',
    path: '/tenants/{clientCode}/tokens/expire',
    summary: 'Every token issued so far is expired',
    answer: 'nothing',
    body: Type.Object({}, strict),
  },
  listReceipts: {
    method: 'GET',
    path: '/tenants/{clientCode}/receipts',
    summary: 'All receipts, oldest first',
    answer: answers.Receipts,
  },
  getClock: {
    method: 'GET',
    path: '/tenants/{clientCode}/clock',
    summary: "The tenant's now",
    answer: answers.Clock,
  },
  putClock: {
    method: 'PUT',
    path: '/tenants/{clientCode}/clock',
    summary: "Move the tenant's time, forward only",
    answer: answers.Clock,
    body: Type.Object(
      {
        advance: Type.Optional(
          Type.String({ maxLength: 64, description: 'ISO 8601 duration, no years or months' }),
        ),
        set: Type.Optional(Type.String({ maxLength: 64, description: 'ISO 8601 instant with its zone' })),
        freeze: Type.Optional(Type.Boolean()),
      },
      { ...strict, minProperties: 1, maxProperties: 1 },
    ),
  },
  getReceipt: {
    method: 'GET',
    path: '/receipts/{receiptId}',
    summary: 'Everything known of a receipt',
    answer: answers.Receipt,
  },
  viewReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/view',
    summary: 'The person opens the message',
    answer: answers.Receipt,
    body: Type.Object({}, strict),
  },
  signReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/sign',
    summary: 'The person signs',
    answer: answers.Receipt,
    body: Type.Object({}, strict),
  },
  expireReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/expire',
    summary: 'The request expires now',
    answer: answers.Receipt,
    body: Type.Object({}, strict),
  },
} as const satisfies Record<string, ControlRoute>;

export type ControlName = keyof typeof controlRoutes;

export const CONTROL_PREFIX = '/_sim/v1';

/** The whole path of a route. */
export const fullPath = (path: string): string => (path.startsWith('/_sim/') ? path : CONTROL_PREFIX + path);

export type ControlRouting =
  | { readonly name: ControlName; readonly parameters: Readonly<Record<string, string>> }
  | { readonly allow: readonly string[] };

/** Compiles the table to a look-up from method and path; `allow` is empty where the path itself is unknown. */
export function createControlRouter(): (method: string, path: string) => ControlRouting {
  const table = Object.entries(controlRoutes as Record<string, ControlRoute>).map(
    ([name, { method, path }]) => ({
      name: name as ControlName,
      method,
      segments: fullPath(path).split('/'),
    }),
  );

  return (method, path) => {
    const segments = path.split('/');
    const fitting = table.filter(
      (row) =>
        row.segments.length === segments.length &&
        row.segments.every((segment, at) =>
          segment.startsWith('{') ? segments[at] !== '' : segment === segments[at],
        ),
    );
    const row = fitting.find((one) => one.method === method);
    if (row === undefined) return { allow: fitting.map((one) => one.method) };
    const parameters = row.segments.flatMap((segment, at) =>
      segment.startsWith('{') ? [[segment.slice(1, -1), segments[at] ?? '']] : [],
    );
    return { name: row.name, parameters: Object.fromEntries(parameters) };
  };
}
