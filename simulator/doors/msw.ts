// The door through MSW: unmodified code that calls the real hosts is answered in process by the same engine.
// Public subpath `kakaocert-simulator/msw`; msw is the user's own (peer dependency, 2 or 3).

import { HttpResponse, http, type RequestHandler } from 'msw';
import { type Host, hosts, type Operation, operations } from '../../contracts/protocol/index.js';
import { isNoAnswer } from './broken.js';
import type { Fetch } from './fetch.js';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Every name of a host, over http or https. */
const originOf = (host: Host) =>
  `^https?:\\/\\/(?:${Object.values(hosts[host]).map(escaped).join('|')})(?::\\d+)?`;

/** The URLs of an operation; what the engine has to say about a path's parts is left to the engine. */
const urlsOf = ({ host, path }: Operation) => {
  const brace = path.indexOf('{');
  const pattern = brace < 0 ? `${escaped(path)}$` : `${escaped(path.slice(0, brace))}.`;
  return new RegExp(originOf(host) + pattern);
};

/** MSW's methods, by ours. */
const methods = { GET: http.get, POST: http.post } as const;

/**
 * Handlers for MSW's `setupServer(...)`: one for each operation at its default, static and GA hosts, and a last one for
 * whatever else is asked of those hosts. A connection that ends or is reset becomes MSW's network error: a `TypeError`
 * without the code that says which of the two it was (`brokenTransports` lists them). Making them never throws.
 * Source: protocol.md §1.1, §2.1 for the hosts.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 * import { kakaocertHandlers } from 'kakaocert-simulator/msw';
 * import { setupServer } from 'msw/node';
 *
 * await using simulator = await createSimulator();
 * const server = setupServer(...kakaocertHandlers(simulator));
 * server.listen({ onUnhandledRequest: 'error' });
 *
 * const { linkId, secretKey, clientCode } = await simulator.tenant();
 * const client = createClient({ linkId, secretKey }); // calls https://auth.linkhub.co.kr and the service
 * const { receiptId } = await client.requestCMS(clientCode, requestCMS());
 * assert.match(receiptId, /^\d{18}$/);
 * server.close();
 * ```
 */
export function kakaocertHandlers(simulator: { readonly fetch: Fetch }): RequestHandler[] {
  const answer = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await simulator.fetch(request);
    } catch (error) {
      // Whoever has given up reads no answer; MSW would log what is thrown.
      if (isNoAnswer(error) || request.signal.aborted) return HttpResponse.error();
      throw error;
    }
  };
  const all = Object.values(operations as Readonly<Record<string, Operation>>);
  const everywhere = new RegExp(`${originOf('auth')}(?:\\/|$)|${originOf('service')}(?:\\/|$)`);
  return [
    ...all.map((operation) => methods[operation.method](urlsOf(operation), answer)),
    http.all(everywhere, answer),
  ];
}
