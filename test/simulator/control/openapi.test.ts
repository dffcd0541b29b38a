import { randomBytes } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, expect, test } from 'vitest';
import { contractCases, runContract } from '../../../contracts/index.js';
import { createCatalogue, fidelityLedger, operations } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import { type ControlRoute, isStream } from '../../../simulator/control/route.js';
import { controlRoutes, fullPath } from '../../../simulator/control/routes.js';
import { createSimulator, type Simulator } from '../../../simulator/index.js';
import type { TlsChain } from '../../../simulator/pki/chain.js';
import { createTlsChain } from '../../../simulator/pki/tls-chain.js';
import { browserHere, startBrowser } from '../../support/browser.js';
import { createCaller, NOON, requested, TESTER } from '../../support/caller.js';

// The document says what is answered, and what is answered is held to the document.

// biome-ignore lint/suspicious/noExplicitAny: a JSON document
let document: any;
let simulator: Simulator;
let tlsChain: TlsChain;
let ajv: Ajv2020.default;
const validators = new Map<string, ReturnType<Ajv2020.default['compile']>>();

beforeAll(async () => {
  tlsChain = await createTlsChain({ now: () => NOON, bytes: (count) => randomBytes(count) });
  simulator = await createSimulator({ now: () => NOON, sign: 'immediate' });
  document = await (await simulator.fetch('http://sim.test/_sim/v1/openapi.json')).json();
  ajv = new Ajv2020.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
});

/** The schema of an answer, found as a reader of the document would. */
function checkAnswer(method: string, path: string, status: number, body: unknown): string[] {
  const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1');
  const { responses } = document.paths[path][method];
  const key = Object.hasOwn(responses, status) ? String(status) : 'default';
  const types = Object.keys(responses[key]?.content ?? {});
  if (types.length === 0) return body === '' ? [] : [`${status} has a body that the document does not know`];
  const [type = ''] = types;
  const pointer = `/paths/${escaped}/${method}/responses/${key}/content/${type.replaceAll('/', '~1')}/schema`;
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
  validators.set(pointer, validate);
  return validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(document.openapi).toBe('3.1.0');
});

test('a document with a mistake is not', async () => {
  const wrong = structuredClone(document);
  wrong.paths['/Time'].get.responses = 'none';
  expect((await new Validator().validate(wrong)).valid).toBe(false);
});

test('every operation and every control route is in it, under its own name', () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining([...Object.keys(operations), ...Object.keys(controlRoutes)]));
});

test('every message has an example that its schema accepts', () => {
  const schemas = Object.entries(document.components.schemas).filter(([name]) => !name.startsWith('Control'));
  expect(schemas.length).toBeGreaterThan(15);
  for (const [name, { examples }] of schemas as [string, { examples: unknown[] }][]) {
    const validate = ajv.compile({ $ref: `document#/components/schemas/${name}` });
    expect(examples, name).toHaveLength(1);
    for (const example of examples)
      expect([name, validate(example), validate.errors]).toEqual([name, true, null]);
  }
});

/** The error ids that an operation of the document may be refused with. */
const refusalsOf = ({ responses }: { readonly responses: object }): readonly string[] =>
  Object.values(responses as Record<string, { content?: Record<string, { examples?: object }> }>).flatMap(
    ({ content }) => Object.keys(content?.['application/json']?.examples ?? {}),
  );

test('every refusal that stands as an example is one of the catalogue', () => {
  const examples = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods as object).flatMap(refusalsOf),
  );
  const errors = fidelityLedger().flatMap(({ row, kind }) =>
    kind === 'error' ? [row.slice('error:'.length)] : [],
  );
  const anywhere = ['path.unknown', 'method.notAllowed'];
  expect([...new Set(examples)].sort()).toEqual(errors.filter((id) => !anywhere.includes(id)).sort());
});

test('whatever the contract made the provider answer is as the document says', async () => {
  const results = await runContract(await createSimulator());
  const unknown = ['path.unknown', 'method.notAllowed'];
  let checked = 0;
  for (const { case: one, exchanges } of results) {
    for (const { operation, method, target, answered } of exchanges) {
      if (operation === null || unknown.some((id) => one.id.startsWith(`errors.${id}`))) continue;
      const [path = ''] = target.split('?');
      const documented = Object.keys(document.paths).find((known) =>
        new RegExp(`^${known.replaceAll(/\{receiptId\}/g, '[^/]+').replace('{signature}', '.+')}$`).test(
          path,
        ),
      );
      if (documented === undefined) continue;
      const body = answered.body.startsWith('{') ? JSON.parse(answered.body) : answered.body;
      const faults = checkAnswer(method.toLowerCase(), documented, answered.status, body);
      expect(faults, `${one.id}: ${method} ${target} → ${answered.status} ${answered.body}`).toEqual([]);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(1000);
  expect(contractCases.length).toBe(results.length);
});

test('an operation may be refused as the document says, and in no other way: the suite saw each', async () => {
  const catalogue = [...createCatalogue()];
  const seen = new Map<string, Set<string>>(Object.keys(operations).map((name) => [name, new Set()]));
  for (const { exchanges } of await runContract(await createSimulator())) {
    for (const { operation, answered } of exchanges) {
      if (operation === null || answered.status === 200) continue;
      const { code } = JSON.parse(answered.body);
      // An unknown and a foreign receipt share a code: both or none.
      for (const [id, error] of catalogue) if (error.code === code) seen.get(operation)?.add(id);
    }
  }
  const documented = Object.values(document.paths)
    .flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string; responses: object }>),
    )
    .filter(({ operationId }) => seen.has(operationId));
  expect(documented).toHaveLength(seen.size);
  for (const operation of documented) {
    const { operationId } = operation;
    expect([operationId, [...refusalsOf(operation)].sort()]).toEqual([
      operationId,
      [...(seen.get(operationId) ?? [])].sort(),
    ]);
  }
});

/** A simulator where every route has something to answer about, and what stands for the parts of its path. */
async function furnished() {
  const own = await createSimulator({ now: () => NOON, tlsChain });
  const { url } = await own.listen({ tlsPort: 0 });
  const caller = createCaller(own.fetch, { now: () => NOON });
  const receiptId = await requested(caller, { ...requestCMS(), isAppUseYN: true });
  await caller.send('GET', '/nothing');
  await caller.get('/KAKAOCERT/Point', { 'x-lh-forwarded': 'x' });
  const { clientCode } = TESTER;
  const barrier = { operation: 'getCMSState', calls: 2 };
  const barrierId: string = (await caller.control('POST', `/tenants/${clientCode}/barriers`, barrier)).json
    .id;
  const held = [0, 1].map(() => caller.get(`/SignDirectDebit/Status/${receiptId}`));
  await caller.control('GET', `/barriers/${barrierId}`);
  const signedId = await requested(caller, requestCMS());
  await caller.control('POST', `/receipts/${signedId}/sign`);
  // Nothing is read of a receipt that nobody signed.
  const parametersOf = (path: string): Readonly<Record<string, string>> => ({
    clientCode,
    receiptId: path.endsWith('/signed-data') ? signedId : receiptId,
    barrierId,
    ReceiverHP: '01000000001',
    file: 'console.js',
  });
  const send = (method: string, path: string, body: object | undefined) =>
    createCaller(fetch, { origin: url }).send(
      method,
      fullPath(path).replaceAll(/\{(\w+)\}/g, (_, name) => parametersOf(path)[name] ?? `no ${name}`),
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    );
  const close = async () => {
    await caller.control('POST', `/tenants/${clientCode}/reset`);
    await Promise.all(held);
    await own.close();
  };
  return { send, close };
}

const routes = Object.entries<ControlRoute>(controlRoutes).filter(([, { answer }]) => !isStream(answer));

test.each(routes)('%s succeeds, and answers as the document says', async (_, route) => {
  const { send, close } = await furnished();
  const { method, path, body, created } = route;
  const answer = await send(method, path, body?.examples[0]);
  const success = route.answer === 'nothing' ? 204 : created === true ? 201 : 200;
  expect(answer.status, answer.text).toBe(success);
  const faults = checkAnswer(method.toLowerCase(), fullPath(path), answer.status, answer.json ?? answer.text);
  expect(faults, answer.text).toEqual([]);
  await close();
});

test('every event of the stream is as the document says', async () => {
  const own = await createSimulator({ now: () => NOON, sign: 'immediate' });
  const caller = createCaller(own.fetch, { now: () => NOON });
  const events = own.control.events({ after: 'another-run' });
  const kinds = Object.keys(document.paths['/_sim/v1/events'].get.responses[200]['x-events']);
  await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance: 'PT1S' });
  await caller.control('PATCH', `/tenants/${TESTER.clientCode}`, { clientName: '이름' });
  await requested(caller, requestCMS());
  await caller.token();
  await caller.token();
  const missing = new Set(kinds);
  while (missing.size > 0) {
    const { value } = await events.next();
    missing.delete(value.event);
    const at = `/paths/~1_sim~1v1~1events/get/responses/200/x-events/${value.event}`;
    const validate = ajv.compile({ $ref: `document#${at}` });
    expect([value.event, validate(value.data), validate.errors]).toEqual([value.event, true, null]);
  }
  await own.close();
});

test.each(routes.filter(([, { method }]) => method !== 'GET'))(
  '%s refuses a member that there is not, and says which there are',
  async (_, { method, path, body }) => {
    const { send, close } = await furnished();
    const answer = await send(method, path, { ...body?.examples[0], nonsense: 1 });
    expect(checkAnswer(method.toLowerCase(), fullPath(path), answer.status, answer.json)).toEqual([]);
    const members = Object.keys(body?.properties ?? body?.examples[0] ?? {});
    expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining('nonsense')]);
    for (const member of members) expect(answer.json.detail).toContain(member);
    await close();
  },
);

test('the ledger has a row for everything, and counts them', async () => {
  const response = await simulator.fetch('http://sim.test/_sim/v1/fidelity');
  const { rows, summary } = (await response.json()) as {
    rows: { row: string; source: string }[];
    summary: object;
  };
  expect(rows).toEqual(fidelityLedger().map((row) => ({ ...row, replaced: null })));
  const counts: number[] = Object.values(summary);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(rows.length);
  expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
  for (const { row, source } of rows) expect(source, row).not.toBe('');
});

test('what the settings replaced and verified stands in the ledger of that simulator', async () => {
  const own = await createSimulator({
    errors: { 'verify.already': { code: -31_055_555 } },
    verified: { 'error:verify.already': '2026-12-01' },
  });
  const response = await own.fetch('http://sim.test/_sim/v1/fidelity');
  const { rows } = (await response.json()) as { rows: { row: string; replaced: object | null }[] };
  expect(rows.find(({ row }) => row === 'error:verify.already')).toMatchObject({
    fidelity: 'live-verified',
    verified: '2026-12-01',
    replaced: { code: -31_055_555, status: 400 },
  });
  expect(rows.filter(({ replaced }) => replaced !== null)).toHaveLength(1);
});

test('a row that was verified live says so, with its date', () => {
  const ledger = fidelityLedger({ 'error:verify.already': '2026-12-01' });
  expect(ledger.find(({ row }) => row === 'error:verify.already')).toMatchObject({
    fidelity: 'live-verified',
    verified: '2026-12-01',
  });
  expect(ledger.filter(({ verified }) => verified !== null)).toHaveLength(1);
});

test('the page stands alone: nothing is loaded or run, and it names every call', async () => {
  const response = await simulator.fetch('http://sim.test/_sim/docs');
  const page = await response.text();
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<link|<img|\bsrc=|@import|url\(/i);
  for (const id of [...Object.keys(operations), ...Object.keys(controlRoutes)])
    expect(page).toContain(`id="${id}"`);
  expect(page).not.toMatch(/undefined|\[object/);
});

test('the page shows the headers of every call', async () => {
  const page = await (await simulator.fetch('http://sim.test/_sim/docs')).text();
  const section = (id: string) => page.slice(page.indexOf(`id="${id}"`)).split('</details>')[0] ?? '';
  const headersOf = (id: string) =>
    [...(/<caption>헤더 .*?<\/table>/s.exec(section(id))?.[0] ?? '').matchAll(/<tr><td><code>([\w-]+)/g)].map(
      ([, name]) => name,
    );
  expect(headersOf('token')).toEqual([
    'authorization',
    'x-lh-date',
    'x-lh-version',
    'x-lh-forwarded',
    'content-type',
  ]);
  expect(headersOf('requestCMS')).toEqual([
    'authorization',
    'x-kc-auth',
    'x-lh-date',
    'x-lh-version',
    'content-type',
  ]);
  expect(headersOf('verifyCMS')).toEqual(['authorization']);
  expect(headersOf('time')).toEqual([]);
  expect(headersOf('signReceipt')).toEqual(['authorization']);
  expect(headersOf('health')).toEqual([]);
  expect(section('token')).toContain('\\n2.0\\n/KAKAOCERT/Token, nothing after it');
  expect(section('requestCMS')).toContain('\\n2.0\\n: it ends with a line feed');
});

test('off loopback the lines to paste carry the token, where it is needed', async () => {
  const open = await createSimulator();
  const { port } = await open.listen({ host: '0.0.0.0' });
  const page = await (await fetch(`http://127.0.0.1:${port}/_sim/docs`)).text();
  const lines = [...page.matchAll(/<pre>(curl .*?)<\/pre>/g)].map(([, line = '']) => line);
  await open.close();
  const bare = lines.filter((line) => !line.includes('Authorization: Bearer $KAKAOCERT_SIM_TOKEN'));
  for (const line of bare) expect(line).toMatch(/_sim(?!\/v1)|_sim\/v1\/health/);
  expect(bare.length).toBeLessThan(lines.length);
});

test.skipIf(browserHere === undefined)('the page fits a phone: nothing is wider than 360 px', async () => {
  const { url } = await simulator.listen();
  const browser = startBrowser(browserHere ?? '');
  try {
    const page = await browser.open();
    const narrow = { width: 360, height: 740, deviceScaleFactor: 2, mobile: true };
    await page.command('Emulation.setDeviceMetricsOverride', narrow);
    await page.goTo(`${url}/_sim/docs`);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    // What has to be scrolled sideways to be read is as good as not there.
    const hidden =
      "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length";
    expect(await page.evaluate(hidden)).toBe(0);
  } finally {
    await browser.close();
    await simulator.close();
  }
});

test('the lines to paste are taken by the control plane', async () => {
  const fresh = await createSimulator();
  const lines = [
    ...(await (await fresh.fetch('http://sim.test/_sim/docs')).text()).matchAll(/<pre>(.*?)<\/pre>/g),
  ];
  const pasted = lines.map(([, line = '']) => line.replaceAll('&quot;', '"').replaceAll('&#39;', "'"));
  const withBody = pasted.filter((line) => line.includes(' -d '));
  expect(withBody.length).toBeGreaterThan(6);
  for (const line of withBody.filter((one) => !one.includes('$'))) {
    const [, method, url, body] = /^curl(?: -X (\w+))? "([^"]+)".* -d '(.*)'$/.exec(line) ?? [];
    const answer = await fresh.fetch(String(url).replaceAll('&amp;', '&'), {
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
      headers: { 'content-type': 'application/json' },
    });
    expect([line, answer.status < 300]).toEqual([line, true]);
  }
});

test('the page shows what stands in the document as text', async () => {
  const { docsPage } = await import('../../../simulator/control/documents/page.js');
  const hostile = structuredClone(document);
  hostile.info.title = '<script>alert(1)</script>';
  hostile.paths['/Time'].get.summary = '"><img onerror=alert(1)>';
  const page = docsPage(hostile, false);
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain('&lt;script&gt;');
});

test('the page and the document are guarded like all of the control plane', async () => {
  const { url } = await simulator.listen();
  for (const path of ['/_sim/docs', '/_sim/v1/openapi.json', '/_sim/v1/fidelity']) {
    expect((await fetch(url + path)).status).toBe(200);
    expect((await fetch(url + path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await fetch(url + path, { method: 'POST' })).status).toBe(405);
  }
  await simulator.close();
});
