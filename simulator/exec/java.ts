// Java under `exec`: the options that send it through the proxy, and a trust store that it accepts. Java takes a certificate in
// a PKCS#12 file for a trusted one only if the bag carries Oracle's trusted-key-usage attribute; other tools don't write
// it. Certificates are public, so nothing in the file is encrypted; the MAC is what its format asks for (RFC 7292).

import { createHash, createHmac } from 'node:crypto';
import {
  Set as Asn1Set,
  BmpString,
  Constructed,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from 'asn1js';
import type { ExecPlaces } from './places.js';

const OID = {
  data: '1.2.840.113549.1.7.1',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  /** Oracle's; without it Java takes a certificate for a stranger's. */
  trustedKeyUsage: '2.16.840.1.113894.746875.1.1',
  anyExtendedKeyUsage: '2.5.29.37.0',
  sha1: '1.3.14.3.2.26',
} as const;

/** Java 8 reads no MAC but HMAC-SHA-1; it guards nothing here. */
const MAC_HASH = 'sha1';
const MAC_BLOCK = 64;
const MAC_ITERATIONS = 1024;
/** KDF id 3: a key for a MAC (RFC 7292 §B.3). */
const MAC_KEY = 3;

export const JAVA_TRUST_STORE_PASSWORD = 'kakaocert-simulator';

/** What JAVA_TOOL_OPTIONS gets. Java leaves loopback out of its proxies by itself. */
export function javaOptions({ proxyPort, javaTrustStore, javaTrustStorePassword }: ExecPlaces): string {
  const properties = {
    'http.proxyHost': '127.0.0.1',
    'http.proxyPort': proxyPort,
    'https.proxyHost': '127.0.0.1',
    'https.proxyPort': proxyPort,
    'javax.net.ssl.trustStore': javaTrustStore,
    'javax.net.ssl.trustStoreType': 'PKCS12',
    'javax.net.ssl.trustStorePassword': javaTrustStorePassword,
  };
  return Object.entries(properties)
    .map(([name, value]) => `-D${name}=${value}`)
    .map((option) => (/\s/.test(option) ? `"${option}"` : option))
    .join(' ');
}

type Asn1 = Sequence | ObjectIdentifier | OctetString | Asn1Set;

const oid = (value: string) => new ObjectIdentifier({ value });
const octets = (bytes: Uint8Array | ArrayBuffer) =>
  new OctetString({ valueHex: new Uint8Array(bytes).buffer });
const explicit = (value: Asn1) => new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [value] });
const contentInfo = (content: ArrayBuffer) =>
  new Sequence({ value: [oid(OID.data), explicit(octets(content))] });
const attribute = (type: string, value: ObjectIdentifier | BmpString) =>
  new Sequence({ value: [oid(type), new Asn1Set({ value: [value] })] });

const certificateBag = (der: Uint8Array, alias: string) =>
  new Sequence({
    value: [
      oid(OID.certBag),
      explicit(new Sequence({ value: [oid(OID.x509Certificate), explicit(octets(der))] })),
      new Asn1Set({
        value: [
          attribute(OID.friendlyName, new BmpString({ value: alias })),
          attribute(OID.trustedKeyUsage, oid(OID.anyExtendedKeyUsage)),
        ],
      }),
    ],
  });

/** A PKCS#12 trust store of these certificates, DER; `salt` is 8 bytes or more. */
export function javaTrustStore(
  certificates: readonly Uint8Array[],
  password: string,
  salt: Uint8Array,
): Uint8Array {
  const bags = new Sequence({ value: certificates.map((der, at) => certificateBag(der, `root ${at + 1}`)) });
  const safe = new Sequence({ value: [contentInfo(bags.toBER())] }).toBER();
  const key = macKey(password, salt);
  const mac = createHmac(MAC_HASH, key).update(new Uint8Array(safe)).digest();
  const pfx = new Sequence({
    value: [
      new Integer({ value: 3 }),
      contentInfo(safe),
      new Sequence({
        value: [
          new Sequence({ value: [new Sequence({ value: [oid(OID.sha1), new Null()] }), octets(mac)] }),
          octets(salt),
          new Integer({ value: MAC_ITERATIONS }),
        ],
      }),
    ],
  });
  return new Uint8Array(pfx.toBER());
}

/** The key derivation of RFC 7292 §B.2, for one block of output, which is all that a SHA-1 MAC takes. */
function macKey(password: string, salt: Uint8Array): Buffer {
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const fill = (bytes: Uint8Array) =>
    Buffer.alloc(Math.ceil(bytes.length / MAC_BLOCK) * MAC_BLOCK, Buffer.from(bytes));
  let key = Buffer.concat([Buffer.alloc(MAC_BLOCK, MAC_KEY), fill(salt), fill(text)]);
  for (let round = 0; round < MAC_ITERATIONS; round += 1) key = createHash(MAC_HASH).update(key).digest();
  return key;
}
