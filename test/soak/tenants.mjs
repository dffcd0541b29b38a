// 100,000 tenants made and removed, 1,000,000 calls: memory stays flat. Run on dist/ with --expose-gc; prints a line each
// tenth and exits with 1 if the heap grew. `tenants.mjs [share]` does that share of it.

import { createHash, createHmac } from 'node:crypto';
import { load, root } from '../../tools/esbuild.mjs';

const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const { createSimulator } = await import('../../dist/index.js');

const share = Number(process.argv[2] ?? 1);
const TENANTS = Math.round(100_000 * share);
const CALLS_EACH = 10;
/** Growth allowed after the first tenth, bytes: bounded memories fill up until then. */
const ALLOWED = 24 * 1024 * 1024;

const simulator = await createSimulator();
const sha256 = (text) => createHash('sha256').update(text).digest('base64');
const origin = 'http://sim.test';

async function live() {
  const tenant = await simulator.tenant();
  const body = JSON.stringify({ access_id: tenant.clientCode, scope: ['member', '310', '320', '330'] });
  const date = new Date().toISOString();
  const text = `POST\n${sha256(body)}\n${date}\n2.0\n/KAKAOCERT/Token`;
  const mac = createHmac('sha256', Buffer.from(tenant.secretKey, 'base64')).update(text).digest('base64');
  const headers = {
    authorization: `LINKHUB ${tenant.linkId} ${mac}`,
    'x-lh-date': date,
    'x-lh-version': '2.0',
  };
  const token = await (
    await simulator.fetch(`${origin}/KAKAOCERT/Token`, { method: 'POST', body, headers })
  ).json();
  const bearer = { headers: { authorization: `Bearer ${token.session_token}` } };
  for (let call = 1; call < CALLS_EACH; call += 1)
    await simulator.fetch(`${origin}/SignDirectDebit/Status/${call}`, bearer);
  await tenant.delete();
  // One call more, late: it must not bring the tenant back.
  await simulator.fetch(`${origin}/SignDirectDebit/Status/1`, bearer);
}

const heap = () => {
  globalThis.gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};

let base = 0;
let last = 0;
const started = performance.now();
for (let tenth = 1; tenth <= 10; tenth += 1) {
  for (let at = 0; at < TENANTS / 10; at += 1) await live();
  last = heap();
  if (tenth === 1) base = last;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${(TENANTS / 10) * tenth} tenants, ${(TENANTS / 10) * tenth * (CALLS_EACH + 1)} calls, ${(last / 1e6).toFixed(1)} MB, ${seconds} s`,
  );
}
const grown = last - base;
console.log(
  `heap ${grown < 0 ? 'shrank' : 'grew'} by ${(Math.abs(grown) / 1e6).toFixed(1)} MB since the first tenth`,
);
process.exitCode = grown > ALLOWED ? 1 : 0;
