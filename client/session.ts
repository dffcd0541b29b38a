// A call with all that surrounds it: token, signature, date, and the one repetition that some refusals are worth.
// What is repeated, and what never is, stands in the table of remedies and nowhere else.

import {
  API_VERSION,
  callStringToSign,
  createCatalogue,
  mac,
  type NamedErrorId,
  type Operation,
  type OperationName,
  operations,
  tokenStringToSign,
} from '../contracts/protocol/index.js';
import { createClock } from './clock.js';
import { isKakaocertError } from './errors.js';
import type { Settings } from './options.js';
import { readJson, readTime } from './reading.js';
import { createTokens, type IssuedToken } from './tokens.js';
import { createTransport, type HttpCall } from './transport.js';

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

/** All of kakaoCert: `member`, and one number for each service (protocol.md §1.2). */
const SCOPE = ['member', '310', '320', '330'];

type Remedy = 'renewToken' | 'readTime';

/** Refusals that say nothing about the call itself. They come before anything is carried out, so repeating is safe. */
const remedies: Readonly<Partial<Record<NamedErrorId, Remedy>>> = {
  'token.missing': 'renewToken',
  'token.malformed': 'renewToken',
  'token.expired': 'renewToken',
  'token.ip': 'renewToken',
  'auth.dateWindow': 'readTime',
  'call.date': 'readTime',
};

/** Makes the session of one LinkID: its tokens and its idea of the provider's clock live here. */
export function createSession(settings: Settings): Session {
  const { linkId, secretKey, forwarded } = settings;
  const send = createTransport(settings);
  const remedyFor = createRemedies();
  const clock = createClock(settings.now, askTime, settings.useLocalTime);
  const tokens = createTokens(issueToken, clock.now);

  async function askTime(): Promise<number> {
    const call: HttpCall = { name: 'time', path: operations.time.path, headers: {} };
    return readTime(call, await send(call));
  }

  /** Runs `attempt`, and once more for each remedy that the refusals of `name` call for. */
  async function withRemedies<T>(
    name: OperationName,
    attempt: () => Promise<T>,
    mend: Readonly<Partial<Record<Remedy, () => Promise<void>>>>,
  ): Promise<T> {
    const tried = new Set<Remedy>();
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        const remedy = remedyFor(name, error);
        if (remedy === undefined || mend[remedy] === undefined || tried.has(remedy)) throw error;
        tried.add(remedy);
        // Where the remedy fails too, the refusal tells more than that failure. An abort is the user's word.
        await mend[remedy]().catch((failure) => {
          throw isKakaocertError(failure) ? error : failure;
        });
      }
    }
  }

  function issueToken(clientCode: string): Promise<IssuedToken> {
    const { path } = operations.token;
    const body = JSON.stringify({ access_id: clientCode, scope: SCOPE });
    const attempt = async () => {
      const date = await clock.date();
      const signature = mac(secretKey, tokenStringToSign({ body, date, forwarded, path }));
      const call: HttpCall = {
        name: 'token',
        path,
        body,
        headers: {
          authorization: `LINKHUB ${linkId} ${signature}`,
          'content-type': 'application/json',
          'x-lh-date': date,
          'x-lh-version': API_VERSION,
          ...(forwarded === undefined ? {} : { 'x-lh-forwarded': forwarded }),
        },
      };
      const json = readJson(call, await send(call));
      return { token: json.session_token as string, expiresAt: Date.parse(json.expiration as string) };
    };
    return withRemedies('token', attempt, { readTime: () => clock.learn() });
  }

  async function signedHeaders(body: string, signal?: AbortSignal): Promise<Record<string, string>> {
    const date = await clock.date(signal);
    return {
      'content-type': 'application/json;charset=utf-8',
      'x-lh-date': date,
      'x-lh-version': API_VERSION,
      'x-kc-auth': `${linkId} ${mac(secretKey, callStringToSign({ body, date }))}`,
    };
  }

  return async ({ name, clientCode, path, body, receiptId, signal }) => {
    signal?.throwIfAborted();
    const { action }: Operation = operations[name];
    const attempt = async () => {
      const token = await tokens.get(clientCode, signal);
      const authorization = `Bearer ${token}`;
      const headers = body === undefined ? {} : await signedHeaders(body, signal);
      const call: HttpCall = { name, path, body, receiptId, headers: { authorization, ...headers } };
      try {
        return readJson(call, await send(call, signal));
      } catch (error) {
        if (remedyFor(name, error) === 'renewToken') tokens.drop(clientCode, token);
        throw error;
      }
    };
    // Verify works once. Whatever came back, only the caller may decide to ask again.
    if (action === 'verify') return attempt();
    return withRemedies(name, attempt, {
      renewToken: async () => {}, // dropped already: the next attempt fetches a new one
      readTime: () => clock.learn(signal),
    });
  };
}

/**
 * Which remedy an error of the call `name` calls for: by the catalogue's codes, and by HTTP 401, because the service's
 * codes are not public. A failure of the Token call inside is none of the outer call's.
 */
function createRemedies(): (name: OperationName, error: unknown) => Remedy | undefined {
  const catalogue = createCatalogue();
  const byCode = new Map(
    Object.entries(remedies).map(([id, remedy]) => [catalogue.get(id)?.code, remedy] as const),
  );
  return (name, error) => {
    if (!isKakaocertError(error) || error.operation !== name) return undefined;
    if (error.name === 'ContractViolation') return error.evidence.status === 401 ? 'renewToken' : undefined;
    if (error.name !== 'ProviderRefusal') return undefined;
    return byCode.get(error.code) ?? (error.status === 401 ? 'renewToken' : undefined);
  };
}
