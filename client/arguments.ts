// What the caller handed over, checked before anything is sent. As little as the official SDKs check, with their words
// (protocol.md §3): fields, lengths and formats are the provider's to judge.

import {
  identifiers,
  type Operation,
  type OperationName,
  operations,
  services,
  writePath,
} from '../contracts/protocol/index.js';
import { MisuseError } from './errors.js';

const missing = {
  clientCode: '이용기관코드가 입력되지 않았습니다.',
  receiptId: '접수아이디가 입력되지 않았습니다.',
  signature: '서명값이 입력되지 않았습니다.',
} as const;

/** The client code, a text that is not empty. */
export function checkClientCode(name: OperationName, clientCode: unknown): string {
  if (typeof clientCode === 'string' && clientCode !== '') return clientCode;
  throw new MisuseError(missing.clientCode, name);
}

/** The receipt id, a text that can stand in a path. A number is refused: it has lost its leading zero. */
export function checkReceiptId(name: OperationName, receiptId: unknown): string {
  if (receiptId === undefined || receiptId === null || receiptId === '') {
    throw new MisuseError(missing.receiptId, name);
  }
  if (typeof receiptId === 'string' && identifiers.receiptId.accepted.test(receiptId)) return receiptId;
  throw new MisuseError('접수아이디는 20자 이하의 영숫자 문자열이어야 합니다.', name);
}

/** The bytes to sign and to send: the caller's object as it is, `false`, `0` and `''` included, never written into. */
export function writeBody(
  name: OperationName,
  request: unknown,
  appUseYN: boolean | null | undefined,
): string {
  const { service }: Operation = operations[name];
  if (service === undefined) throw new TypeError(`"${name}" is no operation of a service.`);
  const { appToApp, noRequest } = services[service];
  if (typeof request !== 'object' || request === null || Object.keys(request).length === 0) {
    throw new MisuseError(noRequest, name);
  }
  if (appUseYN && !appToApp) throw new MisuseError('AppToApp 인증을 지원하지 않는 서비스입니다.', name);
  const fields = appToApp && appUseYN !== undefined ? { ...request, isAppUseYN: appUseYN } : request;
  try {
    return JSON.stringify(fields);
  } catch (cause) {
    throw new MisuseError('요청 정보를 JSON으로 변환할 수 없습니다.', name, cause);
  }
}

/**
 * The raw path of a GET. An App-to-App signature goes in as it is, as all SDKs do (protocol.md §2.2); one that a URL
 * can't carry unchanged is refused rather than sent altered.
 */
export function writeReceiptPath(name: OperationName, receiptId: string, signature?: unknown): string {
  if (signature !== undefined && (typeof signature !== 'string' || signature === '')) {
    throw new MisuseError(missing.signature, name);
  }
  const path = writePath(operations[name].path, { receiptId, signature });
  if (new URL(`http://host${path}`).pathname !== path) {
    throw new MisuseError('서명값에 URL 경로로 보낼 수 없는 문자가 있습니다.', name);
  }
  return path;
}
