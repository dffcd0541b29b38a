// What the caller handed over, checked before anything is sent. As little as the official SDKs check, with their words
// (protocol.md §3): fields, lengths and formats are the provider's to judge.

import {
  type Operation,
  type OperationName,
  operations,
  type ServiceName,
} from '../contracts/protocol/index.js';
import { MisuseError } from './errors.js';
import { RECEIPT_ID } from './reading.js';

const missing = {
  clientCode: '이용기관코드가 입력되지 않았습니다.',
  receiptId: '접수아이디가 입력되지 않았습니다.',
  signature: '서명값이 입력되지 않았습니다.',
} as const;

const missingRequest: Readonly<Record<ServiceName, string>> = {
  cms: '자동이체 출금동의 요청 정보가 입력되지 않았습니다.',
  verifyAuth: '본인인증 요청정보가 입력되지 않았습니다.',
  esign: '간편 전자서명 요청정보가 입력되지 않았습니다.',
};

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
  if (typeof receiptId === 'string' && RECEIPT_ID.test(receiptId)) return receiptId;
  throw new MisuseError('접수아이디는 20자 이하의 영숫자 문자열이어야 합니다.', name);
}

/** The bytes to sign and to send: the caller's object as it is, `false`, `0` and `''` included, never written into. */
export function writeBody(
  name: OperationName,
  request: unknown,
  appUseYN: boolean | null | undefined,
): string {
  const { service = 'cms', input }: Operation = operations[name];
  if (typeof request !== 'object' || request === null || Object.keys(request).length === 0) {
    throw new MisuseError(missingRequest[service], name);
  }
  const hasAppToApp = Object.hasOwn(input?.properties ?? {}, 'isAppUseYN');
  if (appUseYN && !hasAppToApp) throw new MisuseError('AppToApp 인증을 지원하지 않는 서비스입니다.', name);
  const fields = hasAppToApp && appUseYN !== undefined ? { ...request, isAppUseYN: appUseYN } : request;
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
export function writePath(name: OperationName, receiptId: string, signature?: unknown): string {
  if (signature !== undefined && (typeof signature !== 'string' || signature === '')) {
    throw new MisuseError(missing.signature, name);
  }
  const rest = signature === undefined ? '' : `/${signature}`;
  const path = operations[name].path
    .replace('{receiptId}', () => receiptId)
    .replace('/{signature…}', () => rest);
  if (new URL(`http://host${path}`).pathname !== path) {
    throw new MisuseError('서명값에 URL 경로로 보낼 수 없는 문자가 있습니다.', name);
  }
  return path;
}
