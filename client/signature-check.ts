// Whether a signedData is to be believed. All that can be wrong with the options is found before Verify is called,
// because it works only once; and whatever is wrong with the answer, the answer is not lost.

import type { VerifyResult } from '../contracts/protocol/answers.js';
import { type Operation, type OperationName, operations, services } from '../contracts/protocol/index.js';
import { createVerifier, type Expectation, type Reason, type Trust } from '../contracts/signed-data/index.js';
import { asBase64url } from './encoding.js';
import { MisuseError, SignatureError } from './errors.js';

/** How to check a signedData; the options of `verifySignedData` in `kakaocert-simulator/signed-data`. */
export interface SignatureCheck {
  /** Roots, PEM or DER; createClient's unless given. */
  readonly trust?: Trust | undefined;
  /**
   * What you asked for: name, account, bank, … An ESign signature without signed attributes is accepted with `token`
   * only; for VerifyAuth, whose signedData is the Token itself by its documentation, `token` needs no `trust`.
   */
  readonly expect?: Expectation | undefined;
  /** The instant of checking; the signature's own time unless given. ms, ISO 8601 or Date. */
  readonly at?: Date | string | number | undefined;
  /** Accept BER, which the real service was seen to send. */
  readonly ber?: boolean | undefined;
  /** Accept signed attributes that do not name the certificate (no signingCertificateV2). */
  readonly allowUnbound?: boolean | undefined;
}

type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

/** Throws MisuseError unless these are roots. */
export function checkTrust(trust: Trust | undefined): void {
  if (trust !== undefined) tryOptions(() => createVerifier({ trust }), undefined);
}

/** Prepares the check of one Verify; without `trust` and `expect` it lets everything pass. Throws MisuseError. */
export function prepareCheck(
  name: OperationName,
  clientTrust: Trust | undefined,
  check: SignatureCheck,
): <R extends VerifyResult>(result: R) => R {
  const verdictOn = tryOptions(() => verdictOf(name, clientTrust, check), name);
  return (result) => {
    let verdict: Verdict | undefined;
    try {
      verdict = verdictOn(result.signedData);
    } catch (cause) {
      throw new SignatureError(name, { reason: 'notChecked', detail: 'the check failed', result, cause });
    }
    if (!verdict.ok) throw new SignatureError(name, { ...verdict, result });
    return result;
  };
}

function verdictOf(
  name: OperationName,
  clientTrust: Trust | undefined,
  check: SignatureCheck,
): (signedData: string) => Verdict {
  const { service }: Operation = operations[name];
  const mayBeToken = service !== undefined && services[service].bareToken;
  const isPlainToken = mayBeToken && check.trust === undefined;
  const { trust = isPlainToken ? undefined : clientTrust, ...how } = check;
  if (trust !== undefined) {
    const verifier = createVerifier({ ...how, trust });
    return (signedData) => verifier(asBase64url(signedData) ?? signedData);
  }
  const { token, ...more } = how.expect ?? {};
  if (Object.keys(more).length > 0 || (token !== undefined && !isPlainToken)) {
    throw new MisuseError(`${name}: "expect" is compared with what was signed, so it needs "trust".`, name);
  }
  return (signedData) =>
    token === undefined || signedData === token
      ? { ok: true }
      : { ok: false, reason: 'expect.token', detail: 'the signedData is not the Token' };
}

/** Reads options; a TypeError for those that are none becomes a MisuseError. */
function tryOptions<T>(read: () => T, name: OperationName | undefined): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof MisuseError) throw cause;
    throw new MisuseError(cause instanceof Error ? cause.message : String(cause), name, cause);
  }
}
