// What a caller says about a verification, read before anything is verified. A mistake here is the programmer's: TypeError.

import { isUint8Array } from 'node:util/types';
import { bankName } from '../protocol/index.js';
import { type Certificate, readCertificate } from './certificate.js';
import { inOrder } from './chain.js';

/** An instant: ms since the epoch, ISO 8601, or a Date. */
export type Instant = Date | string | number;

/** Roots, each PEM (one or more certificates) or DER. */
export type Trust = string | Uint8Array | readonly (string | Uint8Array)[];

/** What was asked for; whatever is given is compared, and what can't be compared is refused. */
export interface Expectation {
  /** ReceiverName. */
  readonly name?: string | undefined;
  /** BankAccountName. */
  readonly accountHolder?: string | undefined;
  /** BankAccountNum. */
  readonly account?: string | undefined;
  /** BankCode or the bank's name; compared by name. */
  readonly bank?: string | undefined;
  /** ClientUserID. */
  readonly payerNumber?: string | undefined;
  /** ReceiverBirthDay, yyyyMMdd. */
  readonly birthDate?: string | undefined;
  /** The institution's or the sub-client's name. */
  readonly company?: string | undefined;
  /** The Token of an ESign request. */
  readonly token?: string | undefined;
  /** When the request was made: what was signed before belongs to another receipt. Not for a bare Token, which has no time. */
  readonly requestedAt?: Instant | undefined;
}

export interface VerifyOptions {
  readonly trust: Trust;
  /** The instant of checking; the signature's own time unless given, and for a bare Token, which has none, now. */
  readonly at?: Instant | undefined;
  readonly expect?: Expectation | undefined;
  /** Convert BER, as the real service was seen to send, to DER first. */
  readonly ber?: boolean | undefined;
  /**
   * Accept signed attributes that do not name the certificate (no signingCertificateV2), as openssl, pyca, node-forge and
   * Go write them. They are refused unless given: `notBoundToCertificate`.
   */
  readonly allowUnbound?: boolean | undefined;
  /** The name that stands in a consent for a BankCode; the table of CMS institutions unless given. */
  readonly bankName?: ((code: string) => string | undefined) | undefined;
}

/** @internal The options with everything read. Instants are ms; roots are in the order of their bytes. */
export interface Settings {
  readonly roots: readonly Certificate[];
  readonly at: number | undefined;
  readonly expect: Omit<Expectation, 'requestedAt'>;
  readonly requestedAt: number | undefined;
  readonly ber: boolean;
  readonly allowUnbound: boolean;
  readonly bankName: (code: string) => string | undefined;
}

const texts: readonly string[] = [
  'name',
  'accountHolder',
  'account',
  'bank',
  'payerNumber',
  'birthDate',
  'company',
  'token',
] satisfies (keyof Expectation)[];

/** @internal Reads the options. Throws a TypeError that says which one is wrong. */
export function readOptions(options: VerifyOptions): Settings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('The options are missing: give at least {trust}.');
  const { requestedAt, ...expect } = options.expect ?? {};
  for (const [name, value] of Object.entries(expect)) {
    if (!texts.includes(name)) {
      throw new TypeError(`expect: there is no "${name}"; there are ${texts.join(', ')}, requestedAt.`);
    }
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`expect.${name}: a string is expected, not ${typeof value}.`);
    }
  }
  return {
    roots: inOrder(readTrust(options.trust)),
    at: options.at === undefined ? undefined : instantOf(options.at, 'at'),
    expect,
    requestedAt: requestedAt === undefined ? undefined : instantOf(requestedAt, 'expect.requestedAt'),
    ber: options.ber ?? false,
    allowUnbound: options.allowUnbound ?? false,
    bankName: options.bankName ?? bankName,
  };
}

function instantOf(value: Instant, name: string): number {
  const instant = typeof value === 'string' ? Date.parse(value) : new Date(value).getTime();
  if (Number.isNaN(instant)) {
    throw new TypeError(`${name}: "${String(value)}" is no instant; give ms, ISO 8601 or a Date.`);
  }
  return instant;
}

function readTrust(trust: Trust): readonly Certificate[] {
  const inputs = typeof trust === 'string' || isUint8Array(trust) ? [trust] : trust;
  if (!Array.isArray(inputs) || inputs.length === 0) {
    throw new TypeError('trust: give at least one root certificate, PEM or DER.');
  }
  return inputs.flatMap((input: string | Uint8Array) => {
    const ders = typeof input === 'string' || input[0] !== DER_SEQUENCE ? fromPem(input) : [input];
    if (ders.length === 0) throw new TypeError('trust: one that holds no certificate, neither PEM nor DER.');
    try {
      return ders.map(readCertificate);
    } catch (cause) {
      throw new TypeError('trust: a certificate that can not be read.', { cause });
    }
  });
}

const DER_SEQUENCE = 0x30;

/** The certificates of a PEM text, which may be given as the bytes of a file. */
function fromPem(input: string | Uint8Array): Uint8Array[] {
  const text = typeof input === 'string' ? input : Buffer.from(input).toString('latin1');
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')));
}
