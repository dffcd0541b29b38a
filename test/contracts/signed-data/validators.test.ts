import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { decodeSignedData } from '../../../contracts/signed-data/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import { forms } from '../../../simulator/core/tampering.js';
import { createSimulator, type Outcome } from '../../../simulator/index.js';
import { createCaller, requested } from '../../support/caller.js';

// GnuTLS, NSS (Mozilla), GnuPG and the JDK: validators that share no code with us, nor with OpenSSL. Skipped by name
// where missing.

const folder = fileURLToPath(new URL('../../../fixtures/signed-data/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'kakaocert-validators-'));
afterAll(() => rmSync(work, { recursive: true }));
const has = (tool: string, argument: string) => spawnSync(tool, [argument]).error === undefined;
const nss = has('cmsutil', '-H') && has('certutil', '-H');
const gnutls = has('certtool', '--version');
const gnupg = has('gpgsm', '--version');
const java = has('java', '-version');

const saved = (name: string, text: string): string => {
  const file = join(work, `${name}.der`);
  writeFileSync(file, decodeSignedData(text));
  return file;
};

test.skipIf(!java)(
  'the JDK accepts every good vector, and rejects changed content and signatures',
  () => {
    const { vectors } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
      vectors: { file: string; verdict: string; tamper: string | null }[];
    };
    const seen = vectors.filter(
      ({ verdict, tamper }) =>
        verdict === 'good' || ['content', 'signature', 'digest'].includes(tamper ?? ''),
    );
    const files = seen.map(({ file }) => saved(file, readFileSync(join(folder, file), 'utf8')));
    const program = fileURLToPath(new URL('Pkcs7.java', import.meta.url));
    const { stdout } = spawnSync(
      'java',
      ['--add-exports', 'java.base/sun.security.pkcs=ALL-UNNAMED', program, ...files],
      { encoding: 'utf8' },
    );
    expect(stdout.trim().split('\n')).toEqual(seen.map(({ verdict }) => verdict));
  },
  60_000,
);

test.skipIf(!gnupg)(
  'GnuPG finds every good vector signed, and changed content, digests and signatures not',
  () => {
    const home = join(work, 'gnupg');
    mkdirSync(home, { mode: 0o700 });
    // The signature alone: GnuPG takes no CA with an extended key usage, which ours has so that TLS refuses it.
    const args = ['--homedir', home, '--batch', '--status-fd', '1', '--no-autostart', '--disable-dirmngr'];
    const { vectors } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
      vectors: { file: string; verdict: string; tamper: string | null }[];
    };
    const changed = ['content', 'signature', 'digest'];
    const seen = vectors.filter(
      ({ verdict, tamper }) => verdict === 'good' || changed.includes(tamper ?? ''),
    );
    for (const { file, verdict } of seen) {
      const der = saved(file, readFileSync(join(folder, file), 'utf8'));
      const { stdout } = spawnSync('gpgsm', [...args, '--verify', der], { encoding: 'utf8' });
      expect(/\b(GOOD|BAD)SIG\b/.exec(stdout)?.[0], file).toBe(verdict === 'good' ? 'GOODSIG' : 'BADSIG');
    }
  },
  60_000,
);

/** A fresh signature for validators that judge by the clock of the system. */
async function signedToday() {
  const simulator = await createSimulator({ sign: 'immediate' });
  const tenant = await simulator.control.tenant('020040000001');
  const caller = createCaller(simulator.fetch as typeof fetch, { now: Date.now });
  return async (outcome: Outcome): Promise<string> => {
    const id = await requested(caller, requestCMS());
    await tenant.outcomes.add('verifyCMS', outcome);
    return saved(id, (await caller.get(`/SignDirectDebit/Verify/${id}`)).json.signedData);
  };
}

test.skipIf(!gnutls)('GnuTLS accepts what is signed today, and rejects what was tampered with', async () => {
  const signed = await signedToday();
  const accepts = async (outcome: Outcome) => {
    const file = await signed(outcome);
    const args = [
      '--p7-verify',
      '--inder',
      '--load-ca-certificate',
      join(folder, 'ca.pem'),
      '--infile',
      file,
    ];
    return spawnSync('certtool', args).status === 0;
  };
  expect(await accepts({ form: 'der' })).toBe(true);
  expect(await accepts({ form: 'cades' })).toBe(true);
  for (const tamper of ['content', 'signature', 'untrustedRoot', 'rogueCa'] as const) {
    expect(await accepts({ tamper }), tamper).toBe(false);
  }
});

test.skipIf(!nss)(
  'NSS accepts what is signed today in every form, and rejects what was tampered with',
  async () => {
    spawnSync('certutil', ['-N', '-d', `sql:${work}`, '--empty-password']);
    const root = ['-n', 'test', '-t', 'C,C,C', '-a', '-i', join(folder, 'ca.pem')];
    spawnSync('certutil', ['-A', '-d', `sql:${work}`, ...root]);
    const signed = await signedToday();
    const judged = async (outcome: Outcome) => {
      const args = ['-D', '-d', `sql:${work}`, '-u', '4', '-n', '-h', '1', '-i', await signed(outcome)];
      return /signer0\.status=(\w+)/.exec(spawnSync('cmsutil', args, { encoding: 'utf8' }).stdout)?.[1];
    };
    for (const form of forms) expect(await judged({ form }), form).toBe('GoodSignature');
    expect(await judged({ tamper: 'content' })).toBe('BadSignature');
    expect(await judged({ tamper: 'untrustedRoot' })).toMatch(/NotTrusted|NotFound|BadSignature/);
  },
);
