import { expect, test } from 'vitest';
import { exampleOf, fieldsOf } from '../../../contracts/protocol/field.js';
import {
  answerFault,
  banks,
  createCatalogue,
  createRouter,
  findBank,
  type Operation,
  type OperationName,
  operations,
  schema,
  writePath,
} from '../../../contracts/protocol/index.js';

test('every operation, field and error tells its source and fidelity', () => {
  for (const [name, operation] of Object.entries(operations)) {
    expect(operation.source, name).not.toBe('');
    expect(operation.fidelity, name).toMatch(/^(manual|sdk|observed|assumed)$/);
  }
  for (const message of [schema.RequestCMS, schema.ResultCMS, schema.VerifyResult, schema.RequestESign]) {
    for (const [name, rule] of fieldsOf(message)) {
      expect(rule['x-source'], name).toBeTruthy();
      expect(rule['x-fidelity'], name).toMatch(/^(manual|sdk|observed|assumed)$/);
      expect(rule.title, name).toBeTruthy();
    }
  }
  for (const [id, entry] of createCatalogue()) expect(entry.source, id).not.toBe('');
});

test('the example of every message keeps the rules of its fields', () => {
  for (const { input, output } of Object.values(operations as Readonly<Record<string, Operation>>)) {
    for (const message of [input, output].filter((one) => one !== undefined)) {
      const example = exampleOf(message) as Readonly<Record<string, unknown>>;
      for (const [name, rule, required] of fieldsOf(message)) {
        const isLeftOut = !required && !Object.hasOwn(example, name);
        const fault = isLeftOut ? undefined : answerFault(example[name], rule);
        expect(fault, `${message.$id}.${name}`).toBeUndefined();
      }
    }
  }
});

test("the manual's fifteen request fields and nineteen state fields are all there", () => {
  const manual = fieldsOf(schema.RequestCMS).flatMap(
    ([, rule]) => /^manual A\.2 #(\d+)$/.exec(rule['x-source'] ?? '')?.[1] ?? [],
  );
  expect(manual.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
  const states = fieldsOf(schema.ResultCMS).flatMap(
    ([, rule]) => /^manual A\.3 #(\d+)$/.exec(rule['x-source'] ?? '')?.[1] ?? [],
  );
  expect(states.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, at) => at + 1));
});

test('every error code is negative, has 8 digits and stands for one id, but for a foreign receipt', () => {
  const ids = new Map<number, string[]>();
  for (const [id, { code, message, status }] of createCatalogue()) {
    expect(String(code), id).toMatch(/^-\d{8}$/);
    expect(message, id).not.toBe('');
    expect(status, id).toBeGreaterThanOrEqual(400);
    // The one that is ours: a store that is down is nobody's mistake.
    if (id === 'store.unavailable') expect(status).toBe(503);
    else expect(status, id).toBeLessThan(500);
    ids.set(code, [...(ids.get(code) ?? []), id]);
  }
  expect([...ids.values()].filter((same) => same.length > 1)).toEqual([
    ['receipt.unknown', 'receipt.foreign'],
  ]);
});

test('the catalogue has the ids of the fixed surface', () => {
  const fixed =
    `auth.header auth.date auth.dateWindow auth.signature auth.linkId auth.clientCode auth.scope auth.ip
    token.missing token.malformed token.expired token.ip call.signature call.date body.malformed body.tooLarge
    path.unknown method.notAllowed receipt.unknown receipt.foreign verify.notSigned verify.expired verify.tooLate
    verify.already verify.signature person.notMember person.nameMismatch store.unavailable`.split(/\s+/);
  expect([...createCatalogue().keys()].filter((id) => !id.startsWith('field.'))).toEqual(fixed);
});

test('a bank is found by its code and by the codes merged into it', () => {
  expect(findBank('004')?.name).toBe('국민은행');
  expect(findBank('005')?.name).toBe('하나은행');
  expect(findBank('001')).toBeUndefined();
  const codes = banks.flatMap(({ code, aliases }) => [code, ...aliases]);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^\d{3}$/);
});

const route = createRouter<OperationName, Operation>(operations);

test('every operation is routed by its own method and path', () => {
  for (const [name, { method, path }] of Object.entries(operations)) {
    const routed = route(method, writePath(path, { receiptId: '020200000000000001' }));
    expect(routed, name).toMatchObject({ name });
  }
});

test.each([
  ['/SignDirectDebit/Verify/1', { receiptId: '1' }],
  ['/SignDirectDebit/Verify/1/', { receiptId: '1', signature: '' }],
  ['/SignDirectDebit/Verify/1/ab/c', { receiptId: '1', signature: 'ab/c' }],
  ['/SignDirectDebit/Verify/1/%2F%zz', { receiptId: '1', signature: '%2F%zz' }],
])('verify takes the raw rest of the path as the signature: %s', (path, parts) => {
  expect(route('GET', path)).toEqual({
    name: 'verifyCMS',
    operation: operations.verifyCMS,
    parameters: parts,
  });
});

test.each([
  '',
  '/',
  '//',
  '/Time/',
  '/time',
  '/SignDirectDebit',
  '/SignDirectDebit/Status',
  '/SignDirectDebit/Status/',
  '/SignDirectDebit/Status/1/2',
  '/SignDirectDebit/Request/',
  '/constructor',
  '/__proto__/x/y',
  '*',
])('a path of no operation is unknown: %s', (path) => {
  expect(route('GET', path)).toEqual({ refused: 'path.unknown' });
});

test('a known path under another method says which it takes', () => {
  expect(route('POST', '/Time')).toEqual({ refused: 'method.notAllowed', allow: 'GET' });
  expect(route('get', '/Time')).toEqual({ refused: 'method.notAllowed', allow: 'GET' });
  expect(route('GET', '/SignDirectDebit/Request')).toEqual({ refused: 'method.notAllowed', allow: 'POST' });
});
