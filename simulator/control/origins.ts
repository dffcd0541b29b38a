// Pages of other origins that were named by --allow-origin: they may call /_sim/v1 and read its answers, by CORS (Fetch
// §3.3). No cookie is there to be sent; off loopback their calls need the token as everybody's do.

import { type Answered, type Call, header, type Reply } from '../core/call.js';

/** Whether a call comes from a page of one of these origins. */
export const isNamedOrigin = (call: Call, origins: readonly string[]): boolean =>
  origins.length > 0 && origins.includes(header(call, 'origin')?.toLowerCase() ?? '');

/** A browser asks before a call whether it may make it. */
export const isPreflight = (call: Call): boolean =>
  call.method === 'OPTIONS' && header(call, 'access-control-request-method') !== undefined;

/** How long a browser may keep the answer to a preflight, s. */
const MAX_AGE = 600;

/** The answer to a preflight of a named origin, for a path that takes these methods. */
export const preflightReply = (methods: readonly string[]): Reply => ({
  status: 204,
  headers: {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'authorization, content-type, last-event-id',
    'access-control-max-age': String(MAX_AGE),
  },
  body: '',
});

/** A reply that the page of a named origin may read. */
export const withOrigin = (call: Call, reply: Answered): Answered => ({
  ...reply,
  headers: {
    ...reply.headers,
    'access-control-allow-origin': header(call, 'origin') ?? '',
    vary: 'Origin',
  },
});
