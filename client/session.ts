// A call with all that surrounds it: token, signature, date, and the one repetition that some refusals are worth.

import {
  API_VERSION,
  actions,
  callStringToSign,
  mac,
  type Operation,
  type OperationName,
  operations,
  scopes,
  tokenStringToSign,
} from '../contracts/protocol/index.js';
import { type ClientClock, createClock } from './clock.js';
import type { Settings } from './options.js';
import { readJson, readTime } from './reading.js';
import { createRemedies, type RemedyFor, withRemedies } from './remedies.js';
import { createTokens, type IssuedToken, type Tokens } from './tokens.js';
import { createTransport, type HttpCall, type Send } from './transport.js';

export interface ServiceCall {
  readonly name: OperationName;
  readonly clientCode: string;
  readonly path: string;
  readonly body?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The JSON of a 200, read by the operation's schema. Rejects with the client's errors or the signal's reason. */
export type Session = (call: ServiceCall) => Promise<Record<string, unknown>>;

/** What all calls of a session share. */
interface Shared {
  readonly settings: Settings;
  readonly send: Send;
  readonly clock: ClientClock;
  readonly remedyFor: RemedyFor;
}

/** Makes the session of one LinkID: its tokens and its idea of the provider's clock live here. */
export function createSession(settings: Settings): Session {
  const send = createTransport(settings);
  const clock = createClock(settings.now, () => askTime(send), settings.useLocalTime);
  const shared: Shared = { settings, send, clock, remedyFor: createRemedies() };
  const tokens = createTokens((clientCode) => issueToken(shared, clientCode), clock.now);
  return (call) => perform(shared, tokens, call);
}

async function askTime(send: Send): Promise<number> {
  const call: HttpCall = { name: 'time', path: operations.time.path, headers: {} };
  return readTime(call, await send(call));
}

function issueToken({ settings, send, clock, remedyFor }: Shared, clientCode: string): Promise<IssuedToken> {
  const { path } = operations.token;
  const body = JSON.stringify({ access_id: clientCode, scope: scopes });
  const attempt = async () => {
    const headers = linkHeaders(settings, { body, path, date: await clock.date() });
    const call: HttpCall = { name: 'token', path, body, headers };
    const json = readJson(call, await send(call));
    return { token: json.session_token as string, expiresAt: Date.parse(json.expiration as string) };
  };
  return withRemedies(remedyFor, 'token', attempt, { readTime: () => clock.learn() });
}

async function perform(
  { settings, send, clock, remedyFor }: Shared,
  tokens: Tokens,
  { name, clientCode, path, body, receiptId, signal }: ServiceCall,
): Promise<Record<string, unknown>> {
  signal?.throwIfAborted();
  const attempt = async () => {
    const token = await tokens.get(clientCode, signal);
    const authorization = `Bearer ${token}`;
    const headers = body === undefined ? {} : callHeaders(settings, { body, date: await clock.date(signal) });
    const call: HttpCall = { name, path, body, receiptId, headers: { authorization, ...headers } };
    try {
      return readJson(call, await send(call, signal));
    } catch (error) {
      if (remedyFor(name, error) === 'renewToken') tokens.drop(clientCode, token);
      throw error;
    }
  };
  const { action }: Operation = operations[name];
  // Verify works once. Whatever came back, only the caller may decide to ask again.
  if (actions[action].onceOnly) return attempt();
  return withRemedies(remedyFor, name, attempt, {
    renewToken: async () => {}, // dropped already: the next attempt fetches a new one
    readTime: () => clock.learn(signal),
  });
}

type Signer = Pick<Settings, 'linkId' | 'secretKey' | 'forwarded'>;

/** The headers of a Token request (protocol.md §1.2); `date` as `x-lh-date` says it. */
function linkHeaders(
  { linkId, secretKey, forwarded }: Signer,
  { body, path, date }: { readonly body: string; readonly path: string; readonly date: string },
): Record<string, string> {
  const signature = mac(secretKey, tokenStringToSign({ body, date, forwarded, path }));
  return {
    authorization: `LINKHUB ${linkId} ${signature}`,
    'content-type': 'application/json',
    'x-lh-date': date,
    'x-lh-version': API_VERSION,
    ...(forwarded === undefined ? {} : { 'x-lh-forwarded': forwarded }),
  };
}

/** The headers of a call with a body, besides its token (protocol.md §2.3). */
const callHeaders = (
  { linkId, secretKey }: Signer,
  { body, date }: { readonly body: string; readonly date: string },
): Record<string, string> => ({
  'content-type': 'application/json;charset=utf-8',
  'x-lh-date': date,
  'x-lh-version': API_VERSION,
  'x-kc-auth': `${linkId} ${mac(secretKey, callStringToSign({ body, date }))}`,
});
