// The table of operations: the only description of the provider's API. Routes, handlers, client methods, MSW handlers,
// OpenAPI and docs are projections of it. Nothing here knows how an operation is answered.

import type { TSchema } from '@sinclair/typebox';
import type { Provenance } from './fidelity.js';
import * as schema from './messages.js';

/** The three services of kakaoCert: automatic debit consent, identity, document token. */
export type ServiceName = 'cms' | 'verifyAuth' | 'esign';

/** Which of the provider's two hosts serves an operation. */
export type Host = 'auth' | 'service';

/**
 * - `none`: open. · `link`: the Linkhub signature over the body. · `bearer`: a session token.
 * - `signed`: a session token and `x-kc-auth` over the body.
 */
export type Authentication = 'none' | 'link' | 'bearer' | 'signed';

export type Action =
  | 'token'
  | 'time'
  | 'point'
  | 'partnerPoint'
  | 'totalPoint'
  | 'url'
  | 'request'
  | 'state'
  | 'verify';

export interface Operation extends Provenance {
  readonly host: Host;
  readonly method: 'GET' | 'POST';
  /** `{receiptId}` is one raw segment; `{signature…}` is the raw rest of the path and may be missing. */
  readonly path: string;
  readonly authentication: Authentication;
  readonly action: Action;
  readonly service?: ServiceName;
  /** The body of a POST. */
  readonly input?: TSchema;
  /** The JSON of a 200; absent means plain text. */
  readonly output?: TSchema;
}

const auth = { host: 'auth', fidelity: 'sdk' } as const;
const service = { host: 'service', fidelity: 'sdk' } as const;

export const operations = {
  token: {
    ...auth,
    method: 'POST',
    path: '/KAKAOCERT/Token',
    authentication: 'link',
    action: 'token',
    input: schema.TokenRequest,
    output: schema.Token,
    source: 'Linkhub auth SDKs; protocol.md §1.2',
  },
  time: {
    ...auth,
    method: 'GET',
    path: '/Time',
    authentication: 'none',
    action: 'time',
    source: 'Linkhub auth SDKs; protocol.md §1.3',
  },
  point: {
    ...auth,
    method: 'GET',
    path: '/KAKAOCERT/Point',
    authentication: 'bearer',
    action: 'point',
    output: schema.Point,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  partnerPoint: {
    ...auth,
    method: 'GET',
    path: '/KAKAOCERT/PartnerPoint',
    authentication: 'bearer',
    action: 'partnerPoint',
    output: schema.Point,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  totalPoint: {
    ...auth,
    method: 'GET',
    path: '/KAKAOCERT/TotalPoint',
    authentication: 'bearer',
    action: 'totalPoint',
    output: schema.TotalPoint,
    source: 'Linkhub Java auth SDK; protocol.md §1.4',
  },
  url: {
    ...auth,
    method: 'GET',
    path: '/KAKAOCERT/URL',
    authentication: 'bearer',
    action: 'url',
    output: schema.PartnerUrl,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  requestCMS: {
    ...service,
    method: 'POST',
    path: '/SignDirectDebit/Request',
    authentication: 'signed',
    action: 'request',
    service: 'cms',
    input: schema.RequestCMS,
    output: schema.ResponseCMS,
    source: 'manual 1.1; protocol.md §2.2',
  },
  getCMSState: {
    ...service,
    method: 'GET',
    path: '/SignDirectDebit/Status/{receiptId}',
    authentication: 'bearer',
    action: 'state',
    service: 'cms',
    output: schema.ResultCMS,
    source: 'manual 2.1; protocol.md §2.2',
  },
  verifyCMS: {
    ...service,
    method: 'GET',
    path: '/SignDirectDebit/Verify/{receiptId}/{signature…}',
    authentication: 'bearer',
    action: 'verify',
    service: 'cms',
    output: schema.VerifyResult,
    source: 'manual 3.1; protocol.md §2.2',
  },
  requestVerifyAuth: {
    ...service,
    method: 'POST',
    path: '/SignIdentity/Request',
    authentication: 'signed',
    action: 'request',
    service: 'verifyAuth',
    input: schema.RequestVerifyAuth,
    output: schema.ResponseVerifyAuth,
    source: 'protocol.md §2.2',
  },
  getVerifyAuthState: {
    ...service,
    method: 'GET',
    path: '/SignIdentity/Status/{receiptId}',
    authentication: 'bearer',
    action: 'state',
    service: 'verifyAuth',
    output: schema.ResultVerifyAuth,
    source: 'protocol.md §2.2',
  },
  verifyAuth: {
    ...service,
    method: 'GET',
    path: '/SignIdentity/Verify/{receiptId}/{signature…}',
    authentication: 'bearer',
    action: 'verify',
    service: 'verifyAuth',
    output: schema.VerifyResult,
    source: 'protocol.md §2.2',
  },
  requestESign: {
    ...service,
    method: 'POST',
    path: '/SignToken/Request',
    authentication: 'signed',
    action: 'request',
    service: 'esign',
    input: schema.RequestESign,
    output: schema.ResponseESign,
    source: 'protocol.md §2.2',
  },
  getESignState: {
    ...service,
    method: 'GET',
    path: '/SignToken/Status/{receiptId}',
    authentication: 'bearer',
    action: 'state',
    service: 'esign',
    output: schema.ResultESign,
    source: 'protocol.md §2.2',
  },
  verifyESign: {
    ...service,
    method: 'GET',
    path: '/SignToken/Verify/{receiptId}/{signature…}',
    authentication: 'bearer',
    action: 'verify',
    service: 'esign',
    output: schema.VerifyResult,
    source: 'protocol.md §2.2',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

export interface Route {
  readonly name: OperationName;
  readonly operation: Operation;
  /** The raw, undecoded path segment. */
  readonly receiptId?: string;
  /** The raw, undecoded rest of the path: undefined without it, empty after a trailing slash. */
  readonly signature?: string;
}

export type Routing =
  | { readonly route: Route }
  | { readonly refused: 'path.unknown' }
  | { readonly refused: 'method.notAllowed'; readonly allow: string };

/**
 * Compiles a table of operations to one look-up: `(method, raw path without query) → Routing`.
 * Paths are compared as they travel, byte for byte: nothing is decoded, so nothing can fail to decode.
 */
export function createRouter(
  table: Readonly<Record<string, Operation>> = operations,
): (method: string, path: string) => Routing {
  const exact = new Map<string, [OperationName, Operation]>();
  const byPrefix = new Map<string, [OperationName, Operation]>();
  for (const [name, operation] of Object.entries(table)) {
    const brace = operation.path.indexOf('{');
    if (brace < 0) exact.set(operation.path, [name as OperationName, operation]);
    else byPrefix.set(operation.path.slice(0, brace), [name as OperationName, operation]);
  }

  return (method, path) => {
    const third = path.indexOf('/', path.indexOf('/', 1) + 1) + 1;
    const found = exact.get(path) ?? (third > 1 ? byPrefix.get(path.slice(0, third)) : undefined);
    if (found === undefined) return { refused: 'path.unknown' };
    const [name, operation] = found;
    const parts = exact.has(path) ? {} : readParameters(path.slice(third), operation);
    if (parts === undefined) return { refused: 'path.unknown' };
    if (method !== operation.method) return { refused: 'method.notAllowed', allow: operation.method };
    return { route: { name, operation, ...parts } };
  };
}

function readParameters(
  rest: string,
  operation: Operation,
): Pick<Route, 'receiptId' | 'signature'> | undefined {
  const slash = rest.indexOf('/');
  const receiptId = slash < 0 ? rest : rest.slice(0, slash);
  if (receiptId === '') return undefined;
  if (slash < 0) return { receiptId };
  return operation.path.endsWith('{signature…}')
    ? { receiptId, signature: rest.slice(slash + 1) }
    : undefined;
}
