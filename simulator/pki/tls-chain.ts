// The TLS door's certificates: root → intermediate → leaf, made on the user's machine for one run. Trusting the root must
// expose no other site: its key is gone once it has signed the one intermediate, and both CAs permit only names under
// linkhub.co.kr and no IP address at all (RFC 5280 §4.2.1.10). Both must say so: Java skips the constraints of a trust
// anchor itself, and constraints on DNS names alone let certificates for IP addresses through.

import { KeyObject, webcrypto } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  type Certificate,
  type Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  GeneralSubtree,
  NameConstraints,
} from 'pkijs';
import { hostNames } from '../../contracts/protocol/index.js';
import {
  extension,
  generateKeys,
  type Issuer,
  issue,
  keyIdentifier,
  keyUsage,
  P256,
  toPem,
} from './certificates.js';
import type { TlsChain } from './chain.js';
import { distinguishedName } from './names.js';
import { OID } from './oids.js';

/** Where time and randomness come from. */
export interface TlsChainSource {
  /** The base clock, ms: clients of TLS look at a clock of their own. */
  readonly now: () => number;
  readonly bytes: (length: number) => Uint8Array;
}

/** The names of a server certificate, and its subject's common name. */
export interface ServerNames {
  readonly commonName?: string;
  readonly dns?: readonly string[];
  /** Address bytes, 4 or 16. */
  readonly ip?: readonly Uint8Array[];
}

/** An intermediate and what a server must send with its leaves; its key lives as long as somebody holds this. */
export interface TlsIntermediate extends Issuer, Validity {
  readonly rootPem: string;
  readonly pem: string;
}

interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

const DAY = 86_400_000;
/** A client whose clock is a little behind still accepts it; a forgotten root is worth nothing after a month. */
const VALID_FROM = -DAY;
const VALID_FOR = 30 * DAY;

/** The one name under which both CAs may certify: it stands for itself and every name below it. */
const PERMITTED_DNS = 'linkhub.co.kr';
/** Address and mask, all zero: every IPv4 and every IPv6 address. */
const ALL_ADDRESSES = [new ArrayBuffer(8), new ArrayBuffer(32)];
/** GeneralName's tags. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

const dnsName = (value: string) => new GeneralName({ type: DNS_NAME, value });
const ipAddress = (bytes: ArrayBuffer) =>
  new GeneralName({ type: IP_ADDRESS, value: new OctetString({ valueHex: bytes }) });

const nameConstraints = () =>
  extension(
    OID.nameConstraints,
    new NameConstraints({
      permittedSubtrees: [new GeneralSubtree({ base: dnsName(PERMITTED_DNS) })],
      excludedSubtrees: ALL_ADDRESSES.map((bytes) => new GeneralSubtree({ base: ipAddress(bytes) })),
    }).toSchema(),
    true,
  );

const serverAuth = () =>
  extension(OID.extendedKeyUsage, new ExtKeyUsage({ keyPurposes: [OID.serverAuth] }).toSchema());

const basicConstraints = (value: ConstructorParameters<typeof BasicConstraints>[0]) =>
  extension(OID.basicConstraints, new BasicConstraints(value).toSchema(), true);

/** keyCertSign and cRLSign, one unused bit; digitalSignature, seven (RFC 5280 §4.2.1.3). */
const signsCertificates = () => keyUsage(0b0000_0110, 1);
const signsHandshakes = () => keyUsage(0b1000_0000, 7);

const identifiers = (self: Certificate, issuer: Certificate): Extension[] => [
  extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
  extension(
    OID.authorityKeyIdentifier,
    new AuthorityKeyIdentifier({
      keyIdentifier: new OctetString({ valueHex: keyIdentifier(issuer) }),
    }).toSchema(),
  ),
];

/** Every name says TEST, and each run has its own, so that roots of two runs are never taken for one another. */
const testName = (commonName: string) =>
  distinguishedName([
    ['C', 'KR'],
    ['O', 'Kakaocert Simulator'],
    ['OU', 'TEST ONLY'],
    ['CN', commonName],
  ]);

/** Keys of a CA: they can't be exported, and die with their last reference. */
const caKeys = () => webcrypto.subtle.generateKey(P256, false, ['sign', 'verify']);

/** Makes a root, lets it sign one intermediate, and forgets the root's key. */
export async function createTlsIntermediate({ now, bytes }: TlsChainSource): Promise<TlsIntermediate> {
  const run = Buffer.from(bytes(4)).toString('hex');
  const validity = { notBefore: now() + VALID_FROM, notAfter: now() + VALID_FOR };
  const rootName = testName(`TEST TLS Root ${run}`);
  const rootKeys = await caKeys();
  const root = await issue({
    ...validity,
    subject: rootName,
    issuer: rootName,
    serial: bytes(16),
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: (self) => [
      basicConstraints({ cA: true, pathLenConstraint: 1 }),
      signsCertificates(),
      nameConstraints(),
      extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
    ],
  });
  const keys = await caKeys();
  const certificate = await issue({
    ...validity,
    subject: testName(`TEST TLS Intermediate ${run}`),
    issuer: rootName,
    serial: bytes(16),
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: (self) => [
      basicConstraints({ cA: true, pathLenConstraint: 0 }),
      signsCertificates(),
      serverAuth(),
      nameConstraints(),
      ...identifiers(self, root),
    ],
  });
  return {
    ...validity,
    certificate,
    privateKey: keys.privateKey,
    rootPem: toPem(root),
    pem: toPem(certificate),
  };
}

/** Issues a server's certificate and key. What names it may carry is the constraints' to decide, not this function's. */
export async function issueServer(
  intermediate: TlsIntermediate,
  { commonName = 'TEST kakaocert-simulator', dns = [], ip = [] }: ServerNames,
  serial: Uint8Array,
): Promise<TlsChain> {
  const keys = await generateKeys();
  const names = [...dns.map(dnsName), ...ip.map((bytes) => ipAddress(new Uint8Array(bytes).buffer))];
  const leaf = await issue({
    notBefore: intermediate.notBefore,
    notAfter: intermediate.notAfter,
    subject: testName(commonName),
    issuer: intermediate.certificate.subject,
    serial,
    publicKey: keys.publicKey,
    signingKey: intermediate.privateKey,
    extensions: (self) => [
      basicConstraints({ cA: false }),
      signsHandshakes(),
      serverAuth(),
      ...(names.length === 0 ? [] : [extension(OID.subjectAltName, new GeneralNames({ names }).toSchema())]),
      ...identifiers(self, intermediate.certificate),
    ],
  });
  return {
    rootPem: intermediate.rootPem,
    certificatePem: toPem(leaf) + intermediate.pem,
    keyPem: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The door's chain. Once it is made, no key that could sign another certificate exists any more. */
export async function createTlsChain(source: TlsChainSource): Promise<TlsChain> {
  return issueServer(await createTlsIntermediate(source), { dns: hostNames }, source.bytes(16));
}
