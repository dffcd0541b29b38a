// Faults of the chain and of the time.

import type { Reason } from '../../../../contracts/signed-data/index.js';
import {
  attributesOf,
  authority,
  type CertificateFacts,
  certify,
  commonName,
  DAY,
  EMAIL_PROTECTION,
  extension,
  NOON,
  purpose,
  root,
  SERVER_AUTH,
  usages,
} from '../signing.js';
import { seq } from '../writer.js';
import { by, type Cases, ca, cades, content, good, signer, token } from './stage.js';

type TrustReason = Extract<
  Reason,
  | ('untrustedRoot' | 'issuerSignature' | 'notAuthority' | 'criticalExtension' | 'keyUsage')
  | ('expired' | 'notYetValid' | 'signedInFuture' | 'replayed')
>;

const sameName = root();
const open = root({ extensions: [authority(), usages.keyCertSign, purpose(EMAIL_PROTECTION)] });
/** `open` with other extensions: what it issued is judged by them. */
const opened = (...extensions: readonly Buffer[]) => ({ trust: root({ keys: open.keys, extensions }).der });
const between = (facts: CertificateFacts, issuer = open) =>
  certify({ subject: commonName('TEST ICA'), ...facts }, issuer);
const ICA = [authority(0), usages.keyCertSign];
const [impostor, tight, deep] = [between({}), between({ extensions: ICA }, ca), between({ extensions: ICA })];
const deeper = certify({ subject: commonName('TEST ICA 2'), extensions: ICA }, deep);
const ended = root({ notAfter: NOON - DAY });

export const chain: Cases<TrustReason> = {
  untrustedRoot: [
    {
      what: 'a root that nobody trusts',
      input: by(certify({}, root({ subject: commonName('TEST Other') }))),
    },
    { what: "the signer's own certificate as root", input: good(), options: { trust: signer.der } },
    {
      what: 'an intermediate that is not enclosed',
      input: by(certify({}, deep)),
      options: { trust: open.der },
    },
  ],
  issuerSignature: [
    { what: 'a CA of the same name', input: by(certify({}, sameName)) },
    { what: 'that CA enclosed', input: by(certify({ serial: Buffer.from([7]) }, sameName), sameName) },
  ],
  notAuthority: [
    { what: 'a leaf as CA', input: by(certify({}, impostor), impostor), options: { trust: open.der } },
    { what: 'a root without keyCertSign', input: by(certify({}, open)), options: opened(authority()) },
    {
      what: 'a root without basic constraints',
      input: by(certify({}, open)),
      options: opened(usages.keyCertSign),
    },
    { what: 'more below than pathLen allows', input: by(certify({}, tight), tight) },
    {
      what: 'the same, one level lower',
      input: by(certify({}, deeper), deeper, deep),
      options: { trust: open.der },
    },
  ],
  criticalExtension: [
    {
      what: "the signer's",
      input: by(certify({ extensions: [usages.digitalSignature, extension('1.2.3', seq(), true)] }, ca)),
    },
    {
      what: 'nameConstraints, whose limits are not followed',
      input: by(certify({}, open)),
      options: opened(authority(), usages.keyCertSign, extension('2.5.29.30', seq(), true)),
    },
  ],
  keyUsage: [
    { what: 'for encryption', input: by(certify({ extensions: [usages.keyEncipherment] }, ca)) },
    { what: 'not said', input: by(certify({ extensions: [] }, ca)) },
    {
      what: 'for servers',
      input: by(certify({ extensions: [usages.digitalSignature, purpose(SERVER_AUTH)] }, ca)),
    },
    {
      what: 'a root for servers',
      input: by(certify({}, open)),
      options: opened(authority(), usages.keyCertSign, purpose(SERVER_AUTH)),
    },
  ],
  expired: [
    { what: 'the day before', input: by(certify({ notAfter: NOON - DAY }, ca)) },
    { what: 'one second before', input: by(certify({ notAfter: NOON - 1000 }, ca)) },
    { what: 'at the instant given', input: good(), options: { at: NOON + 366 * DAY } },
    { what: 'the root', input: by(certify({}, ended)), options: { trust: ended.der } },
    {
      what: 'at its own signingTime',
      input: cades({ attributes: attributesOf(content, signer, NOON + 366 * DAY) }),
    },
    {
      what: 'a bare Token at the instant given',
      input: good({ content: token }),
      options: { at: NOON + 366 * DAY, expect: { token: '시험 토큰' } },
    },
  ],
  notYetValid: [
    { what: 'the day after', input: by(certify({ notBefore: NOON + DAY }, ca)) },
    { what: 'at the instant given', input: good(), options: { at: NOON - 366 * DAY } },
  ],
  signedInFuture: [
    { what: 'by the consent', input: good(), options: { at: NOON - 1 } },
    { what: 'by signingTime', input: cades(), options: { at: new Date(NOON - 1) } },
  ],
  replayed: [
    { what: 'the consent is older', input: good(), options: { expect: { requestedAt: NOON + 1000 } } },
    {
      what: 'signingTime is older',
      input: cades(),
      options: { expect: { requestedAt: '2026-11-23T01:00:01Z' } },
    },
    {
      what: 'a bare Token has no time',
      input: good({ content: token }),
      options: { at: NOON, expect: { token: '시험 토큰', requestedAt: NOON } },
    },
  ],
};
