// STUB until contracts/signed-data lands
import type { OperationName } from '../contracts/protocol/index.js';
import type { VerifyResult } from '../contracts/protocol/schema.js';

export interface SignatureCheck {
  readonly trust?: string | undefined;
  readonly at?: number | undefined;
  readonly expect?: object | undefined;
}
export function checkSignedData(
  _name: OperationName,
  _trust: string | undefined,
  _check: SignatureCheck,
): <T extends VerifyResult>(result: T) => Promise<T> {
  return async (result) => result;
}
