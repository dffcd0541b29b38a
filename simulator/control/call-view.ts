// A call as it is shown: what was kept, with its secrets masked.

import type { Call } from '../core/call.js';
import type { CallRecord } from '../core/journal.js';
import type { CallView } from './shapes.js';

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

/** A call for people and tests: instants in ISO 8601, bodies as text, secrets masked. */
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
