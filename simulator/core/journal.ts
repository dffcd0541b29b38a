// What happened: a record of each call, as it is kept, and what of it may be shown. The journal, its findings and the logs
// mask by the one function below.

import type { ErrorId, OperationName } from '../../contracts/protocol/index.js';
import { type Call, header, type Reply } from './call.js';
import type { FaultKind } from './faults.js';
import { createSecrets, MASK, maskValues, type Secrets } from './secrets.js';
import { explain } from './why/explain.js';
import { BODY_KEPT, type Grounds, type Why } from './why/grounds.js';

/** A call as it is kept: references to what the door had, nothing copied. */
export interface CallRecord {
  /** Undefined for a path that is no operation. */
  readonly operation: OperationName | undefined;
  /** Counts up over the whole simulator, from 1; the journal gives it. */
  number: number;
  /** The base clock, ms. */
  readonly at: number;
  /** The tenant's clock, ms; undefined where no tenant is known. */
  readonly tenantAt: number | undefined;
  /** `failed`: the simulator threw, and answered with its own 500. */
  readonly outcome: 'ok' | ErrorId | 'custom' | 'dropped' | 'late' | 'failed';
  /** What was thrown where it failed, as one short text. */
  readonly thrown?: string | undefined;
  readonly fault: FaultKind | undefined;
  /** What a refusal was decided on: `explain` makes its reason of it. */
  readonly grounds?: Grounds | undefined;
  readonly call: Call;
  readonly reply: Reply;
}

/** The most of a body that is shown, characters. */
const SHOWN = 8192;

/** Names of members and parameters that hold a secret, wherever they stand. `Token` is none: it is what a person signs. */
const NAMES =
  '(?:session_?|access_?|refresh_?|id_?)token|(?:client_?)?secret(?:_?key)?|api_?key|password|authorization';

// What is looked through is what callers sent: each of these patterns must pass over a text once, whatever stands in it.

/** `"name": "value"`, also inside of a string of JSON, where every quote has its backslashes: 31 are five strings deep. */
const MEMBER = new RegExp(`((\\\\{0,31})"(?:${NAMES})\\2"\\s*:\\s*\\2")(.*?)(?=(?<!\\\\)\\2"|$)`, 'gis');
/** `name=value` of a query or a form. */
const PARAMETER = new RegExp(`(^|[?&;\\s])(${NAMES}|token|secret[^=&;?\\s"]*|signature)=[^&\\s"]*`, 'gi');
/** A token of ours, or of anybody who writes JSON in base64url. Without its second part it is none. */
const TOKEN = /eyJ(?:[\w-]{8,}((?:\.|%2e|\\u002e)[\w-]{16,})?|[\w-]{0,7})/gi;
const maskToken = (found: string, rest: string | undefined) => (rest === undefined ? found : MASK);

/** The text without secrets, by their value and by where secrets stand. */
export const maskSecrets = (text: string, ...secrets: readonly Secrets[]): string =>
  maskValues(text, ...secrets)
    .replace(TOKEN, maskToken)
    .replace(MEMBER, `$1${MASK}`)
    .replace(PARAMETER, `$1$2=${MASK}`);

/** Headers that are a secret, or hold one behind the name of their scheme. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|cookie|token|secret|api-?key|password|session/;
const SCHEME = /^((?:bearer|basic|digest|token) |LINKHUB (?:\S+ )?)?.*$/is;

/** A header as it may be shown; `name` in lower case. */
function maskHeader(name: string, value: string, secrets: readonly Secrets[]): string {
  if (name === 'x-kc-auth') return value.replace(/^(\S+ )?.*$/s, `$1${MASK}`);
  if (!SECRET_HEADER.test(name) || value === '') return maskSecrets(value, ...secrets);
  return value.replace(SCHEME, (_, scheme: string | undefined) => `${scheme ?? ''}${MASK}`);
}

/** Why a call was refused, without secrets; null where it was not. */
export function maskedWhy(record: CallRecord, ...secrets: readonly Secrets[]): Why | null {
  const why = explain(record);
  if (why === undefined) return null;
  const entries = Object.entries(why).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? maskSecrets(fact, ...secrets) : fact,
  ]);
  return Object.fromEntries(entries) as Why;
}

/** A call as it may be shown and stored: plain data, its texts masked, and bodies cut after that. */
export interface KeptCall {
  readonly operation: OperationName | null;
  /** The base clock, ms. */
  readonly at: number;
  readonly tenantAt: number | null;
  readonly status: number;
  readonly outcome: CallRecord['outcome'];
  readonly why: Why | null;
  readonly fault: FaultKind | null;
  readonly connection: number | null;
  readonly thrown: string | null;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly replyHeaders: Readonly<Record<string, string>>;
  readonly replyBody: string;
}

/** A kept call with its number. */
export type NumberedCall = KeptCall & Pick<CallRecord, 'number'>;

/** What callers proved themselves by, or tried to. */
export const credentialsOf = ({ call, reply, operation }: CallRecord): readonly string[] => [
  ...['authorization', 'proxy-authorization', 'x-kc-auth'].map(
    (name) => header(call, name)?.split(' ').at(-1) ?? '',
  ),
  ...(operation === 'token' ? [/"session_token":"([^"]*)"/.exec(reply.body)?.[1] ?? ''] : []),
];

/**
 * Calls as they may be shown, oldest first: without `known` secrets and without what any of the callers proved itself by;
 * `callers` are those, where they are at hand.
 */
export function keptCalls(
  records: readonly CallRecord[],
  known: Secrets,
  callers: Secrets = createSecrets(records.flatMap(credentialsOf)),
): readonly NumberedCall[] {
  const secrets = [known, callers];
  const mask = (text: string) => maskSecrets(text, ...secrets);
  const reach = Math.max(...secrets.map((one) => one.reach()));
  const shown = (text: string, length: number) => {
    const masked = mask(text);
    // Where a body was cut as it was kept, the beginning of a secret may stand.
    const safe = length < BODY_KEPT ? masked.length : Math.max(0, masked.length - reach);
    return masked.slice(0, Math.min(SHOWN, safe));
  };
  const headers = (given: Call['headers']) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        value === undefined
          ? []
          : [[name, maskHeader(name, Array.isArray(value) ? value.join(', ') : value, secrets)]],
      ),
    );
  return records.map(({ call, reply, ...facts }) => {
    const body = call.body === 'tooLarge' ? new Uint8Array(0) : call.body.subarray(0, BODY_KEPT);
    const answered = reply.body.slice(0, BODY_KEPT);
    return {
      number: facts.number,
      operation: facts.operation ?? null,
      at: facts.at,
      tenantAt: facts.tenantAt ?? null,
      status: reply.status,
      outcome: facts.outcome,
      why: maskedWhy({ call, reply, ...facts }, ...secrets),
      fault: facts.fault ?? null,
      connection: call.connection ?? null,
      thrown: facts.thrown === undefined ? null : mask(facts.thrown),
      method: call.method,
      target: mask(call.target),
      headers: headers(call.headers),
      body: shown(Buffer.from(body).toString('utf8'), body.length),
      replyHeaders: headers(reply.headers),
      replyBody: shown(answered, answered.length),
    };
  });
}
