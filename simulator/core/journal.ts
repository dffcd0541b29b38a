// What happened: a record of each call, as it is kept and as it is shown. Secrets are masked when it is shown.

import type { ErrorId, OperationName } from '../../contracts/protocol/index.js';
import type { Call, Reply } from './call.js';
import type { FaultKind } from './faults.js';

/** A call as it is kept: references to what the door had, nothing copied. */
export interface CallRecord {
  /** Undefined for a path that is no operation. */
  readonly operation: OperationName | undefined;
  /** Counts up over the whole simulator, from 1. */
  readonly number: number;
  /** The base clock, ms. */
  readonly at: number;
  /** The tenant's clock, ms; undefined where no tenant is known. */
  readonly tenantAt: number | undefined;
  readonly outcome: 'ok' | ErrorId | 'custom' | 'dropped' | 'late';
  readonly fault: FaultKind | undefined;
  readonly call: Call;
  readonly reply: Reply;
}

/** A call as it is shown. */
export interface CallView {
  readonly number: number;
  readonly operation: OperationName | null;
  /** ISO 8601 UTC with ms: the base clock, and the tenant's. */
  readonly at: string;
  readonly tenantAt: string | null;
  /** The HTTP status decided; what the client saw of it depends on `fault`. */
  readonly status: number;
  /** `ok`, the id of the error, `custom` for a user's own, `late` for a call to a tenant that is gone. */
  readonly outcome: string;
  readonly fault: FaultKind | null;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** The most of a body that is shown, characters. */
const BODY_SHOWN = 8192;
const MASK = '***';

/** Header values that open a door: the scheme stays, the secret goes. */
const maskedHeaders: Readonly<Record<string, (value: string) => string>> = {
  authorization: (value) =>
    value.replace(/^(Bearer) .*$|^(LINKHUB \S+) .*$/is, (_, bearer, link) => `${bearer ?? link} ${MASK}`),
  'x-kc-auth': (value) => value.replace(/^(\S+) .*$/s, `$1 ${MASK}`),
  cookie: () => MASK,
};

/** Members of a JSON body that are secrets. */
const SECRET_MEMBERS = /("(?:session_token|secretKey|SecretKey)"\s*:\s*)"[^"]*"/g;

const maskBody = (text: string) => text.slice(0, BODY_SHOWN).replace(SECRET_MEMBERS, `$1"${MASK}"`);

/** A secret that a client put into a URL is masked there too. */
const maskTarget = (target: string) =>
  target.replace(/([?&](?:token|session_token|secret[^=&]*|signature)=)[^&]*/gi, `$1${MASK}`);

function shownHeaders(headers: Call['headers']): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    shown[name] = maskedHeaders[name]?.(text) ?? text;
  }
  return shown;
}

/** A record for people and tests: instants in ISO 8601, bodies as text, secrets masked. */
export function callView(record: CallRecord): CallView {
  const { call, reply } = record;
  return {
    number: record.number,
    operation: record.operation ?? null,
    at: new Date(record.at).toISOString(),
    tenantAt: record.tenantAt === undefined ? null : new Date(record.tenantAt).toISOString(),
    status: reply.status,
    outcome: record.outcome,
    fault: record.fault ?? null,
    request: {
      method: call.method,
      target: maskTarget(call.target),
      headers: shownHeaders(call.headers),
      body: call.body === 'tooLarge' ? '' : maskBody(Buffer.from(call.body).toString('utf8')),
    },
    reply: { status: reply.status, headers: { ...reply.headers }, body: maskBody(reply.body) },
  };
}
