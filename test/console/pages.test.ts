import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { curlOf } from '../../console/curl.js';
import { readEvents } from '../../console/event-stream.js';
import { targetFault, withQuery } from '../../console/redirect.js';
import { words } from '../../console/words.js';
import { requestCMS, requestVerifyAuth } from '../../fixtures/index.js';
import { controlRoutes, fullPath, isData } from '../../simulator/control/routes.js';
import { createSimulator } from '../../simulator/index.js';
import { built } from '../support/built.js';
import { createCaller, NOON, requested, TESTER } from '../support/caller.js';
import { run } from '../support/tools.js';

// The pages without a browser: what they are made of, and how they are served. In a browser: `npm run test:console`.

const folder = dirname(built('console/index.html'));
const read = (name: string) => readFileSync(join(folder, name));

test('all that a page loads is at most 60 kB gzipped, and needs nothing of Node', () => {
  const files = ['index.html', 'console.js', 'console.css'].map(read);
  expect(files.reduce((sum, file) => sum + gzipSync(file).length, 0)).toBeLessThan(60_000);
  // A yes or no: shown in full, the script would fill the screen.
  expect(/\bimport\b|from"node:/.test(String(files[1]))).toBe(false);
  // No address but our own: nothing is loaded from elsewhere.
  expect(
    files
      .join('\n')
      .match(/https?:\/\/[a-z][\w.-]*/g)
      ?.filter((one) => !/w3\.org/.test(one)) ?? [],
  ).toEqual([]);
});

test.each([
  '/_sim/',
  '/_sim',
  '/_sim/phone',
  '/_sim/phone/01000000001',
  '/_sim/app/sign?tx_id=1&success=a&success=b',
])('%s is the page, in process too, under a policy that lets in nothing from elsewhere', async (path) => {
  await using simulator = await createSimulator();
  const answer = await simulator.fetch(`http://any.test${path}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
  expect(await answer.text()).toBe(String(read('index.html')));
});

/** Each page as its table writes it, with a number where it needs one. */
const pages = Object.values(controlRoutes)
  .map(({ path }) => fullPath(path).replace('{ReceiverHP}', '010-0000-0001'))
  .filter((path) => !isData(path) && !path.includes('{'));

test.each(pages)('%s is one page, with a slash at its end or without, and with a query', async (path) => {
  await using simulator = await createSimulator();
  const { url } = await simulator.listen();
  const bare = path.replace(/\/$/, '');
  const doors = { process: simulator.fetch, socket: fetch } as const;
  for (const [door, send] of Object.entries(doors)) {
    const ask = (target: string, method = 'GET') => send(`${url}${target}`, { method, redirect: 'manual' });
    const text = await (await ask(bare)).text();
    expect(text, door).toMatch(/^<!doctype html>/);
    for (const target of [`${bare}/`, `${bare}?lang=ko`, `${bare}/?lang=ko&x=%`]) {
      const answer = await ask(target);
      expect([target, answer.status, await answer.text()]).toEqual([target, 200, text]);
      expect((await ask(target, 'HEAD')).status, target).toBe(200);
      expect((await ask(target, 'POST')).status, target).toBe(405);
    }
    expect((await ask(`${bare}//`)).status, door).toBe(404);
  }
});

test('the sweep has every page, and the calls stay exact', async () => {
  expect(pages).toEqual([
    '/_sim/docs',
    '/_sim/',
    '/_sim/phone',
    '/_sim/phone/010-0000-0001',
    '/_sim/app/sign',
  ]);
  await using simulator = await createSimulator();
  expect((await simulator.fetch('http://any.test/_sim/v1/health/')).status).toBe(404);
});

test('what the page loads is there by name, and nothing else of the disk', async () => {
  await using simulator = await createSimulator();
  const get = (name: string) => simulator.fetch(`http://any.test/_sim/assets/${name}`);
  const script = await get('console.js');
  expect(script.headers.get('content-type')).toMatch('text/javascript');
  expect(Buffer.from(await script.arrayBuffer()).equals(read('console.js'))).toBe(true);
  for (const name of ['index.html', '..%2fcli.js', 'package.json', 'toString']) {
    expect((await get(name)).status, name).toBe(404);
  }
});

test('off loopback pages and their files open without the token; what they show does not', async () => {
  await using simulator = await createSimulator();
  const { port } = await simulator.listen({ host: '0.0.0.0' });
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  for (const path of ['/_sim/', '/_sim/phone/01000000001', '/_sim/assets/console.js']) {
    expect(await status(path), path).toBe(200);
  }
  expect([await status('/_sim/v1/receipts'), await status('/_sim/v1/tables')]).toEqual([401, 401]);
});

test.each([
  [null, 'missing'],
  ['', 'missing'],
  ['no address', 'unreadable'],
  ['http://127.0.0.1:3000/x', undefined],
  ['https://localhost/x', undefined],
  ['http://[::1]:1/', undefined],
  ['http://app.localhost/', undefined],
  ['kakaodemo://done', undefined],
  ['javascript:alert(1)', 'scheme'],
  [' JavaScript:alert(1)', 'scheme'],
  ['java\nscript:alert(1)', 'scheme'],
  ['data:text/html,x', 'scheme'],
  ['vbscript:x', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['blob:http://127.0.0.1/x', 'scheme'],
  ['https://elsewhere.test/', 'origin'],
  ['http://127.0.0.1.elsewhere.test/', 'origin'],
  ['http://localhost@elsewhere.test/', 'origin'],
  ['https://allowed.test/x', undefined],
  ['http://allowed.test/x', 'origin'],
])('the app page may go to %j: %j', (target, fault) => {
  expect(targetFault(target, ['https://allowed.test'])).toBe(fault);
});

test.each([
  ['http://127.0.0.1/x', 'http://127.0.0.1/x?sig=a%2Bb'],
  ['http://127.0.0.1/x?a=1#top', 'http://127.0.0.1/x?a=1&sig=a%2Bb#top'],
  ['demo://done?sig=old', 'demo://done?sig=a%2Bb'],
])('%s gets its members', (target, whole) => {
  expect(withQuery(target, { sig: 'a+b' })).toBe(whole);
});

test('events are read whatever pieces they come in', async () => {
  const text =
    ': hello\nid: r-1\n\nid: r-2\nevent: clock\ndata: {"a":\ndata: "가"}\n\n: still here\n\nevent: gap\ndata: {}\n\nid: r-9\n';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, bytes.length]) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(stream)) events.push(event);
    expect(events).toEqual([
      { id: 'r-1', type: undefined, data: '' },
      { id: 'r-2', type: 'clock', data: '{"a":\n"가"}' },
      { id: undefined, type: 'gap', data: '{}' },
    ]);
  }
});

test('a call as a line of shell is one command, whatever its body holds', async () => {
  const body = `{"a":"it's $(false) \`false\` \\\\ 가"}`;
  const request = { method: 'POST', target: '/x?a=1&b=2', headers: { host: 'h', 'x-a': "b'c" }, body };
  const line = curlOf({ request }, 'http://127.0.0.1:9080');
  const shown = await run('sh', ['-c', `curl() { for one; do printf '%s\\n' "$one"; done; }; ${line}`]);
  expect(shown.stdout.split('\n')).toEqual([
    '-X',
    'POST',
    'http://127.0.0.1:9080/x?a=1&b=2',
    '-H',
    "x-a: b'c",
    '--data-raw',
    body,
    '',
  ]);
});

test('both languages say the same with the same members in braces', () => {
  const members = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [name, { en, ko }] of Object.entries(words)) {
    expect(members(ko), name).toEqual(members(en));
    expect(en, name).not.toBe('');
    expect(ko, name).not.toBe('');
  }
});

test('what was signed is shown as Verify gave it, tampered with or not, and before that as it would be', async () => {
  await using simulator = await createSimulator({ now: () => NOON, sign: 'immediate' });
  const caller = createCaller(simulator.fetch);
  const receiptId = await requested(caller, requestCMS({ BankCode: '004' }));
  const shown = async (id: string) => (await caller.control('GET', `/receipts/${id}/signed-data`)).json;
  const preview = await shown(receiptId);
  expect(preview).toMatchObject({ from: 'preview', verdict: { ok: true, reason: null } });
  expect(preview.consent).toContainEqual({ label: '은행(카드사)명', value: '국민은행' });
  expect(preview.tree[0]).toMatchObject({ offset: 0, depth: 0, type: 'SEQUENCE' });
  await caller.control('POST', `/tenants/${TESTER.clientCode}/outcomes`, {
    operation: 'verifyCMS',
    tamper: 'content',
  });
  const verified = await caller.get(`/SignDirectDebit/Verify/${receiptId}`);
  const given = await shown(receiptId);
  expect(given).toMatchObject({ from: 'answer', signedData: verified.json.signedData });
  expect(given.verdict).toMatchObject({ ok: false, reason: expect.any(String), detail: expect.any(String) });
});

test('a bare Token has no structure; a receipt that nobody signed has nothing', async () => {
  await using simulator = await createSimulator({ now: () => NOON });
  const tenant = await simulator.control.tenant(TESTER.clientCode);
  const caller = createCaller(simulator.fetch);
  const id = (await caller.post('/SignIdentity/Request', requestVerifyAuth({ Token: 'a token' }))).json
    .receiptId;
  expect((await caller.control('GET', `/receipts/${id}/signed-data`)).status).toBe(409);
  await tenant.receipts.sign(id);
  const { json } = await caller.control('GET', `/receipts/${id}/signed-data`);
  expect(json).toMatchObject({ signedData: 'a token', tree: null, verdict: null, consent: null });
});
