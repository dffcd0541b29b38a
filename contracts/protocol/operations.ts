// The table of operations: the only description of the provider's API. Routes, handlers, client methods, MSW handlers,
// OpenAPI and docs are projections of it. Nothing here knows how an operation is answered.

import type { TSchema } from '@sinclair/typebox';
import type { Action } from './actions.js';
import { type Authentication, SERVICE_ID } from './authentication.js';
import type { Provenance } from './fidelity.js';
import * as schema from './messages.js';
import type { Routed } from './router.js';
import { type ServiceName, services } from './services.js';

/** Which of the provider's two hosts serves an operation. */
export type Host = 'auth' | 'service';

export interface Operation extends Provenance {
  readonly host: Host;
  readonly method: 'GET' | 'POST';
  /** With its parameters as router.ts reads them: `{receiptId}` is one raw segment, `{signature…}` the raw rest. */
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
const { cms, verifyAuth, esign } = services;

/** Every call of the provider by its name: host, method, path, authentication, the shapes of body and answer, source. */
export const operations = {
  token: {
    ...auth,
    method: 'POST',
    path: `/${SERVICE_ID}/Token`,
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
    path: `/${SERVICE_ID}/Point`,
    authentication: 'bearer',
    action: 'point',
    output: schema.Point,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  partnerPoint: {
    ...auth,
    method: 'GET',
    path: `/${SERVICE_ID}/PartnerPoint`,
    authentication: 'bearer',
    action: 'partnerPoint',
    output: schema.Point,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  totalPoint: {
    ...auth,
    method: 'GET',
    path: `/${SERVICE_ID}/TotalPoint`,
    authentication: 'bearer',
    action: 'totalPoint',
    output: schema.TotalPoint,
    source: 'Linkhub Java auth SDK; protocol.md §1.4',
  },
  url: {
    ...auth,
    method: 'GET',
    path: `/${SERVICE_ID}/URL`,
    authentication: 'bearer',
    action: 'url',
    output: schema.PartnerUrl,
    source: 'Linkhub auth SDKs; protocol.md §1.4',
  },
  requestCMS: {
    ...service,
    method: 'POST',
    path: `${cms.path}/Request`,
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
    path: `${cms.path}/Status/{receiptId}`,
    authentication: 'bearer',
    action: 'state',
    service: 'cms',
    output: schema.ResultCMS,
    source: 'manual 2.1; protocol.md §2.2',
  },
  verifyCMS: {
    ...service,
    method: 'GET',
    path: `${cms.path}/Verify/{receiptId}/{signature…}`,
    authentication: 'bearer',
    action: 'verify',
    service: 'cms',
    output: schema.VerifyResult,
    source: 'manual 3.1; protocol.md §2.2',
  },
  requestVerifyAuth: {
    ...service,
    method: 'POST',
    path: `${verifyAuth.path}/Request`,
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
    path: `${verifyAuth.path}/Status/{receiptId}`,
    authentication: 'bearer',
    action: 'state',
    service: 'verifyAuth',
    output: schema.ResultVerifyAuth,
    source: 'protocol.md §2.2',
  },
  verifyAuth: {
    ...service,
    method: 'GET',
    path: `${verifyAuth.path}/Verify/{receiptId}/{signature…}`,
    authentication: 'bearer',
    action: 'verify',
    service: 'verifyAuth',
    output: schema.VerifyResult,
    source: 'protocol.md §2.2',
  },
  requestESign: {
    ...service,
    method: 'POST',
    path: `${esign.path}/Request`,
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
    path: `${esign.path}/Status/{receiptId}`,
    authentication: 'bearer',
    action: 'state',
    service: 'esign',
    output: schema.ResultESign,
    source: 'protocol.md §2.2',
  },
  verifyESign: {
    ...service,
    method: 'GET',
    path: `${esign.path}/Verify/{receiptId}/{signature…}`,
    authentication: 'bearer',
    action: 'verify',
    service: 'esign',
    output: schema.VerifyResult,
    source: 'protocol.md §2.2',
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** A call's operation, with what its path had. */
export type Route = Routed<OperationName, Operation>;

/** The operations that do `A` for `S`. */
type OperationOf<S extends ServiceName, A extends Action> = {
  [N in OperationName]: (typeof operations)[N] extends { readonly service: S; readonly action: A }
    ? N
    : never;
}[OperationName];

/** What each row of `services` names: an operation of the table above, of that service, that does that. */
type Named = {
  readonly [S in ServiceName]: {
    readonly operations: {
      readonly [A in keyof (typeof services)[S]['operations']]: OperationOf<S, A & Action>;
    };
  };
};

/** What a service does by its three operations. */
export type ServiceAction = keyof (typeof services)[ServiceName]['operations'];

/** The operation that does this for a service. A service that lacks one of its three is an error of the compiler here. */
export const operationOf = <S extends ServiceName, A extends ServiceAction>(
  service: S,
  action: A,
): (typeof services)[S]['operations'][A] => (services satisfies Named)[service].operations[action];
