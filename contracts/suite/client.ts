// The typed client as the suite sees it. The suite imports no client: its caller hands the module in, as the command line
// and vitest files do, or anybody with a client of the same shape.

import { createRouter, type Host, operations } from '../protocol/index.js';
import { BrokenPromise, SkippedCase } from './expectations.js';
import type { Fetch, GuardedFetch } from './guarded-fetch.js';
import { type Credentials, type Exchange, parseJson } from './wire.js';

/** What a client is told; the options of `createClient` in `kakaocert-simulator/client`. Durations are ms. */
export interface ClientSettings {
  readonly linkId: string;
  readonly secretKey: string;
  readonly authUrl: string;
  readonly serviceUrl: string;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  readonly useLocalTime?: boolean;
  readonly trust?: string;
}

/** The same under the keys of npm `kakaocert`. */
export interface CallbackSettings extends Pick<ClientSettings, 'fetch' | 'now' | 'sleep'> {
  readonly LinkID: string;
  readonly SecretKey: string;
  readonly AuthURL: string;
  readonly ServiceURL: string;
  readonly requestReturns?: 'object' | 'receiptId';
}

/** `import * as client from 'kakaocert-simulator/client'`, or what has the same two functions. */
export interface ClientModule {
  readonly createClient: (settings: ClientSettings) => object;
  readonly createKakaocertService: (settings: CallbackSettings) => object;
}

/** A method by its name, e.g. `requestCMS`. */
// biome-ignore lint/suspicious/noExplicitAny: whatever was handed over; cases look at it field by field
export type ClientCall = (method: string, ...given: unknown[]) => Promise<any>;

/** What a case is given of the client. */
export interface ClientKit {
  /** Makes a client of the institution; its calls are recorded with those of the case. */
  create(changes?: Partial<ClientSettings>): ClientCall;
  /** Makes the callback form; a call gives back what the method returns, which is nothing. */
  service(changes?: Partial<CallbackSettings>): (method: string, ...given: unknown[]) => unknown;
  /** What clients have sent in this case, oldest first; of one operation if given. */
  sent(operation?: Exchange['operation']): readonly Exchange[];
}

/** What the kit is made of. */
interface Ground {
  readonly module: ClientModule;
  readonly urls: Readonly<Record<Host, string>>;
  readonly fetch: GuardedFetch;
  readonly credentials: Credentials;
  readonly now: () => number;
  readonly onExchange: (exchange: Exchange) => void;
}

/** No case waits for real: where time must pass, its own `sleep` lets it. */
const atOnce = async (): Promise<void> => {};

export function createClientKit({ module, urls, credentials, now, ...way }: Ground): ClientKit {
  const { linkId, secretKey } = credentials;
  const sent: Exchange[] = [];
  const onExchange = (exchange: Exchange) => {
    sent.push(exchange);
    way.onExchange(exchange);
  };
  const shared = { fetch: recordingFetch({ urls, fetch: way.fetch, onExchange }), now, sleep: atOnce };
  return {
    create: (changes) => {
      const addresses = { authUrl: urls.auth, serviceUrl: urls.service };
      const client = module.createClient({ linkId, secretKey, ...addresses, ...shared, ...changes });
      return async (method, ...given) => methodOf(client, method)(...given);
    },
    service: (changes) => {
      const names = { LinkID: linkId, SecretKey: secretKey, AuthURL: urls.auth, ServiceURL: urls.service };
      const service = module.createKakaocertService({ ...names, ...shared, ...changes });
      return (method, ...given) => methodOf(service, method)(...given);
    },
    sent: (operation) => sent.filter((one) => operation === undefined || one.operation === operation),
  };
}

function methodOf(client: object, name: string): (...given: unknown[]) => unknown {
  const found: unknown = Reflect.get(client, name);
  if (typeof found === 'function') return (...given) => Reflect.apply(found, client, given);
  throw new BrokenPromise(`The client has no method ${name}.`);
}

/** Answers that have no body; a Response refuses to be made with one. */
const BODYLESS: readonly number[] = [204, 205, 304];

const route = createRouter(operations);

/** A standard `fetch` within the limits of the suite, which tells of each exchange once it is whole. */
const recordingFetch =
  ({ urls, fetch, onExchange }: Pick<Ground, 'urls' | 'fetch' | 'onExchange'>): Fetch =>
  async (url, init = {}) => {
    const answer = await fetch(url, init);
    const bytes = await answer.bytes();
    const { status, headers } = answer;
    const method = init.method ?? 'GET';
    const { pathname, search } = new URL(url);
    const base = Object.values(urls).find((one) => url.startsWith(`${one}/`)) ?? '';
    const routed = route(method, url.slice(base.length).replace(/\?.*$/, ''));
    onExchange({
      operation: 'name' in routed ? routed.name : null,
      method,
      target: pathname + search,
      sent: { headers: Object.fromEntries(new Headers(init.headers)), body: String(init.body ?? '') },
      answered: {
        status,
        headers: Object.fromEntries(headers),
        body: new TextDecoder().decode(bytes),
      },
    });
    return new Response(BODYLESS.includes(status) ? null : bytes, { status, headers });
  };

/** What a client rejected with, as far as cases look at it. */
export interface ClientFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly maybeDelivered?: unknown;
  readonly evidence?: { readonly status?: unknown; readonly text?: unknown };
  readonly result?: { readonly signedData?: unknown };
}

/** The skip that lies behind an error: a spent budget comes out of the client as a failure of the network. */
export function skipBehind(error: unknown): SkippedCase | undefined {
  if (error instanceof SkippedCase) return error;
  return error instanceof Error && error.cause !== undefined ? skipBehind(error.cause) : undefined;
}

/** What a call resolves to. */
export async function handed<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { name, message } = Object(error) as ClientFailure;
    throw (
      skipBehind(error) ??
      new BrokenPromise(`The client should have handed over a result; it rejected: ${name}: ${message}`)
    );
  }
}

/** What a call rejects with. */
export async function failed(call: Promise<unknown>, name: string): Promise<ClientFailure> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    const failure = Object(error) as ClientFailure;
    if (failure.name === name) return failure;
    const skip = skipBehind(error);
    throw skip ?? new BrokenPromise(`A ${name} is expected, not ${failure.name}: ${failure.message}`);
  }
  throw new BrokenPromise(`A ${name} is expected; the client handed over ${JSON.stringify(result)}.`);
}

/** The JSON of an exchange's answer. */
// biome-ignore lint/suspicious/noExplicitAny: whatever came back; cases look at it field by field
export const answerOf = ({ answered }: Exchange): any => parseJson(answered.body);
