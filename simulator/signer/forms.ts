// The forms besides plain DER in which signedData can come: BER as recorded from the real service, and CAdES-BES.

import { createHash } from 'node:crypto';
import type { Form } from '../core/tampering.js';
import { type Element, element, TAG, time, write } from '../pki/der.js';
import type { LeafExtensions } from './leaf-template.js';
import {
  ID_DATA,
  ID_SIGNED_DATA,
  type SignerParts,
  signBytes,
  signContent,
  signerInfo,
  spliceSignedData,
  VERSION_1,
} from './splice.js';

/** A signedData in one form; `signedAt` is ms since the epoch. */
export type Encoder = (parts: SignerParts, content: Uint8Array, signedAt: number) => Buffer;

const END = Buffer.from([0, 0]);
/** A constructed element of indefinite length. */
const open = (tag: number, ...parts: readonly Uint8Array[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...parts, END]);

/** BouncyCastle's form: indefinite lengths down to a constructed OCTET STRING (domain.md §3.3). */
const observed: Encoder = (parts, content) =>
  open(
    TAG.sequence,
    ID_SIGNED_DATA,
    open(
      TAG.context0,
      open(
        TAG.sequence,
        VERSION_1,
        parts.digestAlgorithms,
        open(
          TAG.sequence,
          ID_DATA,
          open(TAG.context0, open(TAG.constructedOctetString, write(element(TAG.octetString, content)))),
        ),
        open(TAG.context0, parts.certificate),
        write(element(TAG.set, signerInfo(parts, signBytes(parts, content)))),
      ),
    ),
  );

const oid = (hex: string) => Buffer.from(hex, 'hex');
const CONTENT_TYPE = oid('06092a864886f70d010903');
const MESSAGE_DIGEST = oid('06092a864886f70d010904');
const SIGNING_TIME = oid('06092a864886f70d010905');
const SIGNING_CERTIFICATE_V2 = oid('060b2a864886f70d010910022f');

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const attribute = (type: Uint8Array, value: Uint8Array | Element) =>
  write(element(TAG.sequence, type, element(TAG.set, value)));

/** The signed attributes as a SET, sorted as DER wants: the very bytes that are signed (RFC 5652 §5.4, RFC 5035). */
export function attributeSet(parts: SignerParts, digest: Uint8Array, signedAt: number): Buffer {
  const certificate = element(
    TAG.sequence,
    element(TAG.sequence, element(TAG.sequence, element(TAG.octetString, sha256(parts.certificate)))),
  );
  const attributes = [
    attribute(CONTENT_TYPE, ID_DATA),
    attribute(SIGNING_TIME, time(signedAt)),
    attribute(MESSAGE_DIGEST, element(TAG.octetString, digest)),
    attribute(SIGNING_CERTIFICATE_V2, certificate),
  ];
  return write(element(TAG.set, ...attributes.sort(Buffer.compare)));
}

/** The SET as it stands in SignerInfo: [0] IMPLICIT. */
export function implicit0(set: Uint8Array): Uint8Array {
  const tagged = new Uint8Array(set);
  tagged[0] = TAG.context0;
  return tagged;
}

const cades: Encoder = (parts, content, signedAt) => {
  const attributes = attributeSet(parts, sha256(content), signedAt);
  return spliceSignedData(parts, content, signBytes(parts, attributes), {
    signedAttributes: implicit0(attributes),
  });
};

export const encoders: Readonly<Record<Form, Encoder>> = { der: signContent, observed, cades };

/** What the signer's certificate has in each form. */
export const leafExtensions: Readonly<Record<Form, LeafExtensions>> = {
  der: 'keyIdentifiers',
  observed: 'observed',
  cades: 'keyIdentifiers',
};

/** What each form has besides its content and the signer's name, at most, in bytes; a test holds it. */
export const structureBytes: Readonly<Record<Form, number>> = { der: 916, observed: 933, cades: 1090 };
