// A reply with a fault on it: what a proxy in between would say, or what the door is to do with the bytes.

import type { Reply } from '../core/call.js';
import type { FaultKind, Hit, QueuedFault } from '../core/fault.js';

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Bodies of what stands in between, by kind: none of them is the provider's. */
const betweenBodies = {
  json: ['application/json; charset=utf-8', '{"error":"Service Temporarily Unavailable"}'],
  html: ['text/html; charset=utf-8', HTML],
  empty: [undefined, ''],
} as const;

const onTheWire: Readonly<Partial<Record<FaultKind, 'drop' | 'reset' | 'halfBody' | 'silence'>>> = {
  commitThenDrop: 'drop',
  reset: 'reset',
  halfBody: 'halfBody',
  silence: 'silence',
};

function betweenReply({ status = 502, body = 'html' }: QueuedFault): Reply {
  const [type, text] = betweenBodies[body];
  return { status, headers: type === undefined ? {} : { 'content-type': type }, body: text };
}

/** The reply with some members changed; one that is no JSON object stays as it is. */
function rewritten(reply: Reply, { put = {}, omit = [] }: QueuedFault): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const members = Object.entries({ ...JSON.parse(reply.body), ...put }).filter(
    ([name]) => !omit.includes(name),
  );
  return { ...reply, body: JSON.stringify(Object.fromEntries(members)) };
}

/** The reply after the fault that hit it, queued or by the person's magic; the same reply if none did. */
export function faultyReply(reply: Reply, hit: Hit | undefined, magic: FaultKind | undefined): Reply {
  const kind = hit?.fault.fault ?? magic;
  if (kind === undefined) return reply;
  if (hit !== undefined && kind === 'delay') return { ...reply, transport: { kind: 'delay', ms: hit.ms } };
  if (hit !== undefined && kind === 'status') return betweenReply(hit.fault);
  if (hit !== undefined && kind === 'rewrite') return rewritten(reply, hit.fault);
  if (kind === 'gzipLie') return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } };
  const transport = onTheWire[kind];
  return transport === undefined ? reply : { ...reply, transport: { kind: transport } };
}
