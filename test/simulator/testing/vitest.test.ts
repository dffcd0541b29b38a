import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { createClient } from '../../../client/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import { test } from '../../../simulator/testing/vitest.js';

const seen = new Set<string>();

for (const round of [1, 2]) {
  test(`${round}: each test has a tenant of its own`, async ({ simulator, tenant }) => {
    expect(seen.has(tenant.clientCode)).toBe(false);
    seen.add(tenant.clientCode);
    const client = createClient({ ...tenant, fetch: simulator.fetch });
    await client.requestCMS(tenant.clientCode, requestCMS());
    await tenant.expect.sequence('token', 'requestCMS');
  });
}

test('a test that fails shows what its client called; the set-up starts one simulator for the run', () => {
  const root = fileURLToPath(new URL('project', import.meta.url));
  const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--root', root], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      VITEST: undefined,
      VITEST_WORKER_ID: undefined,
      VITEST_POOL_ID: undefined,
    },
  });
  const text = stdout + stderr;
  expect(status, text).toBe(1);
  expect(text).toContain('kakaoCert calls of "fails":');
  expect(text).toMatch(
    /# +at +operation +status +outcome\n\d+ +\S+ +token +200 +ok\n\d+ +\S+ +requestCMS +400 +field\.ReceiverHP\.format/,
  );
  expect(text).toMatch(/1 failed \| 1 passed/);
}, 60_000);
