// Public subpath `kakaocert-simulator/client`: a strict, typed client of kakaoCert, in promises or in the manual's callbacks.

export type {
  RequestCMS,
  RequestESign,
  RequestVerifyAuth,
  ResponseCMS,
  ResponseESign,
  ResponseVerifyAuth,
  ResultCMS,
  ResultESign,
  ResultVerifyAuth,
  VerifyResult,
} from '../contracts/protocol/messages.js';
export type { Expectation, Reason, Trust } from '../contracts/signed-data/index.js';
export {
  type AppToAppOptions,
  type CallOptions,
  createClient,
  type KakaocertClient,
  type RequestMethods,
  type RequestOptions,
  type StateMethods,
  type Verified,
  type VerifyMethods,
  type VerifyOptions,
  type WaitMethods,
  type WaitOptions,
} from './client.js';
export {
  CLIENT_SIDE,
  ContractViolation,
  type Evidence,
  isKakaocertError,
  KakaocertError,
  type KakaocertFailure,
  MisuseError,
  NetworkFailure,
  type NetworkFailureReason,
  ProviderRefusal,
  SignatureError,
} from './errors.js';
export {
  type CallbackConfig,
  createKakaocertService,
  type KakaocertService,
} from './kakaocert-service.js';
export type { ClientOptions } from './options.js';
export type { SignatureCheck } from './signature-check.js';
