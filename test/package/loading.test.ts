import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createControl } from '../../simulator/index.js';
import { built } from '../support/built.js';
import { createCaller, requested, TESTER } from '../support/caller.js';
import { startProgram } from '../support/program.js';

// A simulator that is ready loads nothing more: its files may be replaced or gone, or none may be opened any more.

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test('everything works on when the files are gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loading-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(dirname(built('cli.js')), folder, { recursive: true });
  const program = startProgram(process.execPath, [
    join(folder, 'cli.js'),
    'start',
    '--port=0',
    '--tls-port=0',
    '--proxy-port=0',
    '--json',
  ]);
  closers.push(() => program.stop('SIGKILL'));
  const { url } = JSON.parse(await program.line());
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });

  const caller = createCaller(fetch, { origin: url, now: Date.now });
  const tenant = await createControl({ url }).tenant(TESTER.clientCode);
  for (const tamper of [undefined, 'wrongSigner'] as const) {
    const id = await requested(caller, requestCMS());
    await tenant.receipts.sign(id);
    if (tamper !== undefined) await tenant.outcomes.add('verifyCMS', { tamper });
    expect((await caller.get(`/SignDirectDebit/Verify/${id}`)).json.signedData).toMatch(/^MII/);
  }
  for (const path of ['/_sim/v1/openapi.json', '/_sim/v1/fidelity', '/_sim/v1/ca.pem', '/_sim/docs']) {
    expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
  }
  expect(await program.stop()).toBe(0);
  // The log, and nothing that could not be loaded.
  expect(program.stderr()).not.toMatch(/failed|Error:|Cannot find|^\s+at /m);
});
