// fetch through an HTTP proxy: CONNECT, TLS to the name that is meant, one kept connection or more. Node's own reads no
// proxy settings before version 24.

import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import type { FetchLike } from './caller.js';

/** Whoever makes one closes its connections. */
export function tunnelledFetch(proxyPort: number, ca: string): { fetch: FetchLike; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  agent.createConnection = ({ host, port }, done) => {
    const asked = plainRequest({
      host: '127.0.0.1',
      port: proxyPort,
      method: 'CONNECT',
      path: `${host}:${port}`,
      agent: false,
    }).end();
    asked.once('connect', (_response, socket) => {
      done?.(null, connect({ socket, servername: String(host), ca }));
    });
    asked.once('error', (error) => done?.(error, undefined as never));
    return undefined;
  };
  return {
    close: () => agent.destroy(),
    async fetch(url, { method = 'GET', headers = {}, body } = {}) {
      const call = request(url, { agent, method, headers: Object.fromEntries(new Headers(headers)) });
      call.end(body ?? undefined);
      const [response] = await once(call, 'response');
      const raw = await buffer(response);
      // As every fetch does: the header stays.
      const bytes = response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      return new Response(bytes, { status: response.statusCode, headers: response.headers });
    },
  };
}
