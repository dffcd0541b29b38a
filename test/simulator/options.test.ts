import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator, type SimulatorOptions } from '../../simulator/index.js';
import { configSchema } from '../../simulator/options/schema.js';
import { createCaller, NOON, requested, TESTER } from '../support/caller.js';

// What a program gives is looked at when it is given, not when it does harm.

test.each<[string, unknown, RegExp]>([
  ['sign', 'sometimes', /^sign: "sometimes" is none of manual, immediate/],
  ['form', 'DER', /^form: "DER" is none of der, observed, cades\.$/],
  ['form', 7, /^form: 7 is none of/],
  ['gzip', true, /^gzip: true is none of offered, always, never/],
  ['journalLimit', '5', /^journalLimit: "5" is no whole number from 0/],
  ['journalLimit', -1, /^journalLimit: -1 is no whole number/],
  ['journalLimit', Number.NaN, /^journalLimit: NaN is no whole number/],
  ['now', 0, /^now: 0 is no function/],
  ['sleep', 'x', /^sleep: "x" is no function/],
  ['allowHosts', 'sim.internal', /^allowHosts: "sim.internal" is no list of host names/],
  ['allowHosts', ['http://sim'], /^allowHosts: "http:\/\/sim" is no host name/],
  ['allowOrigins', 'http://localhost:3000', /^allowOrigins: ".*" is no list of origins/],
  ['allowOrigins', ['localhost:3000'], /^allowOrigins: "localhost:3000" is no origin; give one like/],
  ['allowOrigins', ['http://localhost:3000/'], /^allowOrigins: "http:.*" is no origin/],
  ['allowOrigins', ['http://localhost:80'], /^allowOrigins: "http:.*" is no origin/],
  ['allowOrigins', ['*'], /^allowOrigins: "\*" is no origin/],
  ['allowOrigins', ['null'], /^allowOrigins: "null" is no origin/],
  ['authWindow', 'ten minutes', /^authWindow: "ten minutes" is no ISO 8601 duration/],
  ['authWindow', -1, /^authWindow: -1 is no ISO 8601 duration/],
  [
    'errors',
    { 'verify.already': { status: 101 } },
    /^errors\.verify\.already\.status: 101 is no whole number/,
  ],
  ['errors', { 'verify.already': { status: 200 } }, /^errors\.verify\.already\.status: 200/],
  ['errors', { 'verify.already': { status: Number.NaN } }, /status: NaN is no whole number from 400 to 599/],
  ['errors', { 'verify.already': { code: 'x' } }, /^errors\.verify\.already\.code: "x" is no whole number/],
  ['errors', { 'verify.already': { words: 'x' } }, /"words" is no member of an error; there are code/],
  ['errors', { 'no.such': {} }, /^errors\.no\.such: it is not an error id of the catalogue/],
  ['people', { '01000000077': { sign: 'maybe' } }, /^people\.01000000077\.sign: "maybe" is none of/],
  ['people', { 홍길동: { refuses: 'x' } }, /^people\.홍길동\.refuses: it is not an error id/],
  ['people', [], /^people: it must be an object/],
  ['tenants', {}, /^tenants: it must be a list/],
  ['tenants', [{ clientCode: '1' }], /^tenants: .*clientCode/],
  ['tlsChain', 'pem', /^tlsChain: "pem" is nothing that createTlsChain gives/],
  ['colour', 'red', /"colour" is no member of the options of createSimulator; there are sign, form/],
])('createSimulator({ %s: %j }) is a TypeError that says what it must be', async (name, value, message) => {
  const made = createSimulator({ [name]: value } as SimulatorOptions);
  await expect(made).rejects.toThrow(TypeError);
  await expect(createSimulator({ [name]: value } as SimulatorOptions)).rejects.toThrow(message);
});

test('options that are no object are told as that', async () => {
  await expect(createSimulator(5 as never)).rejects.toThrow(
    '5 is no object, as the options of createSimulator must be.',
  );
});

test.each<[string, unknown, RegExp]>([
  ['host', '', /^host: "" is no address/],
  ['host', 'http://localhost', /^host: "http:\/\/localhost" is no address/],
  ['port', 70_000, /^port: 70000 is no port/],
  ['port', '9080', /^port: "9080" is no port/],
  ['tlsPort', -1, /^tlsPort: -1 is no port/],
  ['proxyPassthrough', 'yes', /^proxyPassthrough: "yes" is neither true nor false/],
])('listen({ %s: %j }) is one too, and opens nothing', async (name, value, message) => {
  const simulator = await createSimulator();
  await expect(simulator.listen({ [name]: value })).rejects.toThrow(message);
});

test('sign and form are those of tenants made later, too', async () => {
  const simulator = await createSimulator({ sign: 'immediate', form: 'cades' });
  const made = await simulator.tenant();
  expect([made.sign, made.form]).toEqual(['immediate', 'cades']);
  const other = await simulator.tenant({ sign: 'manual' });
  expect(other.sign).toBe('manual');
});

test("people of one's own do what they were told; the magic ones stay", async () => {
  const people = { '01000009999': { sign: 'immediate' }, 김거절: { refuses: 'person.notMember' } } as const;
  const { fetch } = await createSimulator({ people, now: () => NOON });
  const caller = createCaller(fetch, { now: () => NOON });
  const id = await requested(caller, requestCMS({ ReceiverHP: '01000009999' }));
  expect((await caller.get(`/SignDirectDebit/Status/${id}`)).json.state).toBe(1);
  const refused = await caller.post('/SignDirectDebit/Request', requestCMS({ ReceiverName: '김거절' }));
  expect(refused.status).toBe(400);
  const magic = await requested(caller, requestCMS({ ReceiverHP: '01000000001' }));
  expect((await caller.get(`/SignDirectDebit/Status/${magic}`)).json.state).toBe(1);
});

test('tenants of the options are there from the start', async () => {
  const tenants = [{ clientCode: '020040000777', clientName: '시험기관', sign: 'immediate' }];
  const simulator = await createSimulator({ tenants });
  expect((await simulator.control.tenant('020040000777')).clientName).toBe('시험기관');
});

test('a loopback address is let in to its own control plane; a door keeps what it asks', async () => {
  const simulator = await createSimulator();
  try {
    const { url, controlToken } = await simulator.listen({ host: '127.0.0.77' });
    expect(controlToken).toBeNull();
    const tenant = `${url}/_sim/v1/tenants/${TESTER.clientCode}`;
    expect((await fetch(tenant)).status).toBe(200);
    // One more door, off loopback, which wants a token; and one that can't be opened.
    const open = await simulator.listen({ host: '0.0.0.0' });
    expect(open.controlToken).toMatch(/^[\w-]{32}$/);
    await expect(simulator.listen({ host: '0.0.0.0', port: open.port })).rejects.toThrow('EADDRINUSE');
    expect((await fetch(tenant)).status).toBe(200);
    const there = `http://127.0.0.1:${open.port}/_sim/v1/tenants/${TESTER.clientCode}`;
    expect((await fetch(there)).status).toBe(401);
    const authorization = `Bearer ${open.controlToken}`;
    expect((await fetch(there, { headers: { authorization } })).status).toBe(200);
  } finally {
    await simulator.close();
  }
});

test('the schema of the configuration file is published, and takes what the options take', () => {
  const published = JSON.parse(
    readFileSync(new URL('../../docs/config.schema.json', import.meta.url), 'utf8'),
  );
  expect(published).toEqual(JSON.parse(JSON.stringify(configSchema())));
  const validate = new Ajv2020({ strict: false }).compile(published);
  const good = {
    port: 0,
    sign: 'after:PT3S',
    errors: { 'verify.already': { code: -1 } },
    people: { 홍길동: { views: true } },
    tenants: [{ sign: 'manual' }],
  };
  expect(validate(good)).toBe(true);
  expect(validate({ ...good, colour: 'red' })).toBe(false);
  expect(validate({ errors: { 'verify.already': { status: 200 } } })).toBe(false);
});
