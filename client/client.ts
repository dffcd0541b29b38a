// createClient(): the operations table seen as methods. One maker for each kind of action; no method is written by hand,
// and the types are the table's too. Wire names are kept; the caller's objects are never written into.

import type { Static } from '@sinclair/typebox';
import type { VerifyResult } from '../contracts/protocol/answers.js';
import {
  type Action,
  actions,
  type ClientKind,
  type FinalStateNumber,
  type Operation,
  type OperationName,
  operations,
  timing,
} from '../contracts/protocol/index.js';
import { checkClientCode, checkReceiptId, writeBody, writeReceiptPath } from './arguments.js';
import { MisuseError } from './errors.js';
import { type ClientOptions, readOptions, type Settings } from './options.js';
import { createSession, type Session } from './session.js';
import { prepareCheck, type SignatureCheck } from './signature-check.js';
import { waitForFinal } from './wait.js';

type Table = typeof operations;
/** The operations of one action, e.g. `requestCMS | requestVerifyAuth | requestESign`. */
export type Named<A extends Action> = {
  [N in OperationName]: Table[N]['action'] extends A ? N : never;
}[OperationName];
export type Input<N extends Named<'request'>> = Static<Table[N]['input']>;
export type Output<N extends Named<'request' | 'state' | 'verify'>> = Static<Table[N]['output']>;
/** `getCMSState` → `waitForCMS`. */
export type WaitName<N extends string> = N extends `get${infer Family}State` ? `waitFor${Family}` : never;

export interface CallOptions {
  /** Gives the call up; the rejection is the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}
export interface AppToAppOptions extends CallOptions {
  /** True asks through the institution's app instead of a Talk message. Sent as `isAppUseYN`; the object's own stays otherwise. */
  readonly appUseYN?: boolean | undefined;
}
export type RequestOptions<N extends Named<'request'>> = 'isAppUseYN' extends keyof Input<N>
  ? AppToAppOptions
  : CallOptions;
export interface VerifyOptions extends CallOptions, SignatureCheck {
  /** What the app got from KakaoTalk, of an App-to-App request only. Sent raw. */
  readonly signature?: string | undefined;
}
export interface WaitOptions extends CallOptions {
  /** Between two polls, ms; 3000 unless given, and the provider advises 3000 to 5000. */
  readonly interval?: number | undefined;
}

/** Asks the person to sign. Never repeated after a lost answer: that would ask twice. */
export type RequestMethods = {
  [N in Named<'request'>]: (
    clientCode: string,
    request: Input<N>,
    options?: RequestOptions<N>,
  ) => Promise<Output<N>>;
};
/** Reads a receipt's state: 0 waiting, 1 signed, 2 expired. */
export type StateMethods = {
  [N in Named<'state'>]: (clientCode: string, receiptId: string, options?: CallOptions) => Promise<Output<N>>;
};
/** What Verify returns: signedData as it came. */
export type Verified<N extends Named<'verify'>> = Output<N> & {
  /** There only where signedData came as plain or padded base64: what that means. */
  readonly notice?: string;
};
/**
 * Fetches the signedData of a signed receipt. It works only once, so it is never repeated by itself, and a signedData in
 * plain or padded base64 is handed over too, with a `notice`. With `trust`, here or in createClient, the signature is
 * checked first; a SignatureError carries the result.
 */
export type VerifyMethods = {
  [N in Named<'verify'>]: (
    clientCode: string,
    receiptId: string,
    options?: VerifyOptions,
  ) => Promise<Verified<N>>;
};
/** Polls until the receipt is signed (1) or expired (2). Passes over up to five failed polls in a row. */
export type WaitMethods = {
  [N in Named<'state'> as WaitName<N>]: (
    clientCode: string,
    receiptId: string,
    options?: WaitOptions,
  ) => Promise<Output<N> & { readonly state: FinalStateNumber }>;
};

export interface KakaocertClient extends RequestMethods, StateMethods, VerifyMethods, WaitMethods {}

/**
 * Makes a client of one LinkID. Tokens are kept for each client code and renewed ahead of their end. Unknown options are
 * ignored, so a simulator's tenant can be spread in: `createClient({ ...tenant, fetch: simulator.fetch })`. `timeout` and
 * `interval` are ms; dates are the provider's: `yyyyMMddHHmmss` in Korea. Throws MisuseError for a wrong option; its
 * methods reject with a KakaocertError, whose class names the side at fault, or with the reason of your own signal.
 * Source: manual 1–3; protocol.md §1, §2.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient, ProviderRefusal } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 *
 * await using simulator = await createSimulator();
 * const tenant = await simulator.tenant();
 * const client = createClient({ ...tenant, fetch: simulator.fetch });
 *
 * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
 * await assert.rejects(client.verifyCMS(tenant.clientCode, receiptId), ProviderRefusal);
 * await tenant.receipts.sign(receiptId);
 * const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
 * assert.match(signedData, /^MI[\w-]+$/);
 * ```
 */
export function createClient(options: ClientOptions): KakaocertClient {
  const settings = readOptions(options);
  const session = createSession(settings);
  const methods: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const kind = actions[operation.action].client;
    if (kind !== null) Object.assign(methods, makers[kind](name, session, settings));
  }
  return methods as unknown as KakaocertClient;
}

type Maker = (name: OperationName, session: Session, settings: Settings) => Record<string, unknown>;

const makers: Readonly<Record<ClientKind, Maker>> = {
  request: (name, session) => ({
    async [name](clientCode: string, request: object, { appUseYN, signal }: AppToAppOptions = {}) {
      return session({
        name,
        clientCode: checkClientCode(name, clientCode),
        path: operations[name].path,
        body: writeBody(name, request, appUseYN),
        signal,
      });
    },
  }),

  state: (name, session, { sleep }) => {
    const read = async (clientCode: string, id: string, { signal }: CallOptions = {}) => {
      checkClientCode(name, clientCode);
      const receiptId = checkReceiptId(name, id);
      return session({ name, clientCode, receiptId, path: writeReceiptPath(name, receiptId), signal });
    };
    const wait = async (
      clientCode: string,
      id: string,
      { interval = timing.pollInterval.ms, signal }: WaitOptions = {},
    ) => {
      if (!(Number.isFinite(interval) && interval >= 0 && interval < 2 ** 31)) {
        throw new MisuseError(`"interval" must be milliseconds, not ${String(interval)}.`, name);
      }
      const poll = () => read(clientCode, id, { signal }) as Promise<Output<Named<'state'>>>;
      return waitForFinal(poll, interval, sleep, signal);
    };
    return { [name]: read, [name.replace(/^get(.+)State$/, 'waitFor$1')]: wait };
  },

  verify: (name, session, settings) => ({
    async [name](clientCode: string, id: string, { signature, signal, ...check }: VerifyOptions = {}) {
      checkClientCode(name, clientCode);
      const receiptId = checkReceiptId(name, id);
      const path = writeReceiptPath(name, receiptId, signature);
      const checked = prepareCheck(name, settings.trust, check);
      const result = await session({ name, clientCode, receiptId, path, signal });
      return checked(result as unknown as VerifyResult);
    },
  }),
};
