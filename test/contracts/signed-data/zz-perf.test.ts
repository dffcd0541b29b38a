import { createPublicKey, sign, verify } from 'node:crypto';
import { test } from 'vitest';
import { readCertificate } from '../../../contracts/signed-data/certificate.js';
import { parseConsent } from '../../../contracts/signed-data/consent.js';
import { readDer } from '../../../contracts/signed-data/der.js';
import { verifySignedData } from '../../../contracts/signed-data/index.js';
import { nameOf } from '../../../contracts/signed-data/names.js';
import { readStructure } from '../../../contracts/signed-data/structure.js';
import * as s from './signing.js';

test('perf', () => {
  const ca = s.root();
  const signer = s.certify({}, ca);
  const der = s.signedData({ content: s.consent(), signer });
  const trust = s.toPem(ca);
  const r = verifySignedData(der, { trust });
  console.log(r.ok ? 'ok' : r, der.length);
  const time = (what: string, act: () => unknown, n = 2000) => {
    for (let i = 0; i < n; i++) act();
    const t = process.cpuUsage();
    for (let i = 0; i < n; i++) act();
    const u = process.cpuUsage(t);
    console.log(what, ((u.user + u.system) / n).toFixed(1), 'us');
  };
  time('verify', () => verifySignedData(der, { trust }));
  time('readDer', () => readDer(der));
  time('structure', () => readStructure(der));
  time('cert', () => readCertificate(ca.der));
  const spki = signer.keys.publicKey.export({ type: 'spki', format: 'der' });
  time('createPublicKey', () => createPublicKey({ key: spki, format: 'der', type: 'spki' }));
  const sig = sign('sha256', s.consent(), signer.keys.privateKey);
  time('verify ecdsa', () => verify('sha256', s.consent(), signer.keys.publicKey, sig));
  const text = s.consent().toString();
  time('consent', () => parseConsent(text));
  time('name', () => nameOf(signer.subject));
}, 60000);
