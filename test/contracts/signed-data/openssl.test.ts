// What we accept, OpenSSL accepts; what both can see is bad, both refuse. It shares no code with our reader.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toDer, verifySignedData } from '../../../contracts/signed-data/index.js';
import { form } from './cases/form.js';
import { signature } from './cases/signature.js';
import { by, ca, cades, content, good, signer, trust } from './cases/stage.js';
import { chain } from './cases/trust.js';
import {
  authority,
  certify,
  commonName,
  NOON,
  observed,
  root,
  rsa,
  signedData,
  toPem,
  usages,
} from './signing.js';

const isThere = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'kakaocert-openssl-'));
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(bytes: Uint8Array, pem: string, ...more: readonly string[]) {
  const [file, anchor] = [join(folder, 'signed.der'), join(folder, 'ca.pem')];
  writeFileSync(file, bytes);
  writeFileSync(anchor, pem);
  const fixed = ['-binary', '-inform', 'DER', '-in', file, '-CAfile', anchor, '-attime', String(NOON / 1000)];
  return spawnSync('openssl', ['cms', '-verify', ...fixed, ...more]);
}

const top = root({ extensions: [authority(1), usages.keyCertSign] });
const ica = certify({ subject: commonName('TEST ICA'), extensions: [authority(0), usages.keyCertSign] }, top);
const person = certify({}, ica);
const rsaRoot = root({ keys: rsa(2048) });

test.skipIf(!isThere).each<[string, Uint8Array, string, ...string[]]>([
  ['der', good(), trust],
  ['cades', cades(), trust, '-cades'],
  ['observed', observed({ content, signer }), trust],
  ['observed, converted', toDer(observed({ content, signer })), trust],
  [
    'an intermediate',
    signedData({ content, signer: person, certificates: [person.der, ica.der] }),
    toPem(top),
  ],
  ['RSA', by(certify({ keys: rsa(2048) }, ca)), trust],
  ['an RSA root', by(certify({}, rsaRoot)), toPem(rsaRoot)],
])('openssl accepts what we accept: %s', (_, bytes, pem, ...more) => {
  expect(verifySignedData(bytes, { trust: pem, ber: true })).toMatchObject({ ok: true });
  const { status, stdout, stderr } = openssl(bytes, pem, ...more);
  expect(status, stderr.toString()).toBe(0);
  expect(stdout.equals(content)).toBe(true);
});

test.skipIf(!isThere)('openssl writes our DER again byte for byte', () => {
  for (const bytes of [good(), cades(), toDer(observed({ content, signer }))]) {
    const file = join(folder, 'again.der');
    writeFileSync(file, bytes);
    const { stdout } = spawnSync('openssl', [
      'cms',
      '-cmsout',
      '-inform',
      'DER',
      '-in',
      file,
      '-outform',
      'DER',
    ]);
    expect(stdout.equals(bytes)).toBe(true);
  }
});

const seen = {
  truncated: form.truncated,
  signerCertificate: signature.signerCertificate.slice(0, 1),
  digest: signature.digest,
  // OpenSSL goes by the key and doesn't mind what the algorithm says.
  signature: signature.signature.filter(({ what }) => what !== 'RSA said, P-256 given'),
  untrustedRoot: chain.untrustedRoot.slice(0, 1),
  issuerSignature: chain.issuerSignature,
  criticalExtension: chain.criticalExtension.slice(0, 1),
  expired: chain.expired.slice(0, 2),
  notYetValid: chain.notYetValid.slice(0, 1),
};

test
  .skipIf(!isThere)
  .each(
    Object.entries(seen).flatMap(([reason, cases]) =>
      cases.map(({ what, input }) => [reason, what, input] as const),
    ),
  )('openssl refuses it too: %s: %s', (_reason, _what, input) => {
  expect(openssl(input as Uint8Array, trust).status).not.toBe(0);
});
