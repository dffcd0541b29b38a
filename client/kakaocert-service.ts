// createKakaocertService(): the manual's callback form over the same client, with the config keys of npm `kakaocert`.
// Exactly one of the two callbacks is called, once, and never before the method has returned. What a callback throws is
// the program's own uncaught exception, as it is in the SDK: it is neither swallowed nor handed to the other callback.

import { actions, type ClientKind, type OperationName, operations } from '../contracts/protocol/index.js';
import { createClient, type Input, type Named, type Output, type Verified, type WaitName } from './client.js';
import { type KakaocertFailure, MisuseError } from './errors.js';
import type { ClientOptions } from './options.js';

/** The keys of npm `kakaocert`'s config (protocol.md §3, §5), and what only this client can do. */
export interface CallbackConfig extends Pick<ClientOptions, 'timeout' | 'trust' | 'fetch' | 'now' | 'sleep'> {
  readonly LinkID: string;
  readonly SecretKey: string;
  /** Default true: tokens are bound to the caller's address. */
  readonly IPRestrictOnOff?: boolean | undefined;
  readonly UseStaticIP?: boolean | undefined;
  readonly UseGAIP?: boolean | undefined;
  /** Default true. */
  readonly UseLocalTimeYN?: boolean | undefined;
  readonly AuthURL?: string | undefined;
  readonly ServiceURL?: string | undefined;
  /** Called where a call has no error callback of its own. */
  readonly defaultErrorHandler?: ErrorCallback | undefined;
  /** What `request…` hands over: the whole answer as the SDK does (default), or the bare id as the manual says. */
  readonly requestReturns?: 'object' | 'receiptId' | undefined;
}

/** An Error that is also the manual's A.1 `{code, message}`. */
export type ErrorCallback = (error: KakaocertFailure) => void;
type Success<T> = ((result: T) => void) | null | undefined;
type Failed = ErrorCallback | null | undefined;

/** `(ClientCode, request, [appUseYN], success, error)` */
interface RequestCallback<I, O> {
  (ClientCode: string, request: I, success?: Success<O>, error?: Failed): void;
  (ClientCode: string, request: I, appUseYN: boolean | undefined, success: Success<O>, error: Failed): void;
}
/** `(ClientCode, ReceiptID, success, error)` */
type ReceiptCallback<O> = (
  ClientCode: string,
  ReceiptID: string,
  success?: Success<O>,
  error?: Failed,
) => void;
/** `(ClientCode, ReceiptID, [Signature], success, error)` */
interface VerifyCallback<O> extends ReceiptCallback<O> {
  (ClientCode: string, ReceiptID: string, Signature: string, success: Success<O>, error: Failed): void;
}

/** What a config says of `requestReturns`, as far as its type tells. */
type Returns<C> = 'requestReturns' extends keyof C ? C['requestReturns'] : undefined;
/** The object, the bare id, or one of both where the config's type leaves it open. */
type RequestReturn<C, N extends Named<'request'>> =
  | ('receiptId' extends Returns<C> ? string : never)
  | ([Returns<C>] extends ['receiptId'] ? never : Output<N>);

/** `C` is the config's type: it decides what `request…` hands over; the whole object unless it says otherwise. */
export type KakaocertService<C = object> = {
  readonly [N in Named<'request'>]: RequestCallback<Input<N>, RequestReturn<C, N>>;
} & {
  readonly [N in Named<'state'>]: ReceiptCallback<Output<N>>;
} & {
  readonly [N in Named<'verify'>]: VerifyCallback<Verified<N>>;
} & {
  readonly [N in Named<'state'> as WaitName<N>]: ReceiptCallback<Output<N>>;
};

/**
 * Makes a service with the manual's callbacks, e.g. `service.requestCMS(ClientCode, RequestCMS, success, error)`. Exactly
 * one of the two is called, once, later than the call itself. Errors are handed over as `{code, message}` (Error instances;
 * -99999999 unless the provider refused); `timeout` is ms. A call that has neither an error callback nor a
 * `defaultErrorHandler` throws MisuseError at once and sends nothing: a failure must have somewhere to go.
 * Source: manual 1–3, A.1; npm kakaocert 2.51.0.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createKakaocertService } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 *
 * await using simulator = await createSimulator();
 * const { linkId, secretKey, clientCode } = await simulator.tenant();
 * const service = createKakaocertService({ LinkID: linkId, SecretKey: secretKey, fetch: simulator.fetch });
 *
 * const { receiptId } = await new Promise<{ receiptId: string }>((success, error) => {
 *   service.requestCMS(clientCode, requestCMS(), success, error);
 * });
 * assert.match(receiptId, /^\d{18}$/);
 * ```
 */
export function createKakaocertService<const C extends CallbackConfig>(config: C): KakaocertService<C> {
  const client = createClient({
    ...config,
    linkId: config.LinkID,
    secretKey: config.SecretKey,
    authUrl: config.AuthURL,
    serviceUrl: config.ServiceURL,
    useStaticIp: config.UseStaticIP,
    useGaIp: config.UseGAIP,
    ipRestrict: config.IPRestrictOnOff,
    useLocalTime: config.UseLocalTimeYN,
  }) as unknown as Record<string, (code: unknown, subject: unknown, options?: object) => Promise<unknown>>;

  const service = Object.entries(client).map(([name, method]) => {
    const kind = kindOf(name);
    const callbackMethod = (code: unknown, subject: unknown, ...rest: unknown[]) => {
      const [success, error, ...option] = readRest(rest);
      const fail = isFunction(error) ? error : config.defaultErrorHandler;
      if (!isFunction(fail)) {
        throw new MisuseError(`${name}: pass an error callback, or set "defaultErrorHandler".`);
      }
      method(code, subject, optionsOf[kind](option)).then(
        (result) => {
          const bare = kind === 'request' && config.requestReturns === 'receiptId';
          const handed = bare ? (result as { receiptId: string }).receiptId : result;
          if (isFunction(success)) queueMicrotask(() => success(handed));
        },
        (failure) => queueMicrotask(() => fail(failure)),
      );
    };
    return [name, callbackMethod] as const;
  });
  return Object.fromEntries(service) as unknown as KakaocertService<C>;
}

const isFunction = (value: unknown): value is (handed: unknown) => void => typeof value === 'function';

/** `[option], success, error` → `success, error, [option]`: the option is there if five arguments are, or if it is a value. */
function readRest(rest: readonly unknown[]): readonly unknown[] {
  const [first, second, third] = rest;
  if (isFunction(first)) return [first, second];
  const hasOption = rest.length >= 3 || typeof first === 'boolean' || typeof first === 'string';
  return hasOption ? [second, third, first] : [first, second];
}

/** Which kind of method this is; a method that waits reads a state too. */
function kindOf(name: string): ClientKind {
  const operation = Object.hasOwn(operations, name) ? operations[name as OperationName] : undefined;
  return (operation && actions[operation.action].client) ?? 'state';
}

/** The one option a method has. A Signature that was passed but is empty is the SDK's own error, so it stays an error. */
const optionsOf: Readonly<Record<ClientKind, (option: readonly unknown[]) => object>> = {
  request: (option) => (option.length === 0 ? {} : { appUseYN: option[0] }),
  state: () => ({}),
  verify: (option) => (option.length === 0 ? {} : { signature: option[0] ?? '' }),
};
