import { expect, test } from 'vitest';
import { createRouter, pathParts, writePath } from '../../../contracts/protocol/router.js';

const get = (path: string) => ({ method: 'GET', path });
/** Paths as another protocol could have them: parameters anywhere, several methods, a literal beside a parameter. */
const table = {
  list: get('/{code}/cms'),
  state: get('/{code}/cms/{receiptId}'),
  sign: { method: 'POST', path: '/{code}/cms/{receiptId}' },
  info: get('/v2/info'),
  both: get('/v2/of/{a}/and/{b}'),
  raw: get('/v2/raw/{rest…}'),
  verify: get('/v2/verify/{id}/with/{signature…}'),
};
const route = createRouter(table);

test.each([
  ['/0200/cms', 'list', { code: '0200' }],
  ['/0200/cms/1', 'state', { code: '0200', receiptId: '1' }],
  ['/v2/info', 'info', {}],
  ['/v2/cms', 'list', { code: 'v2' }],
  ['/v2/of/x/and/y', 'both', { a: 'x', b: 'y' }],
  ['/v2/raw', 'raw', {}],
  ['/v2/raw/', 'raw', { rest: '' }],
  ['/v2/raw/a/b', 'raw', { rest: 'a/b' }],
  ['/v2/verify/1/with', 'verify', { id: '1' }],
  ['/v2/verify/1/with/', 'verify', { id: '1', signature: '' }],
  ['/v2/verify/1/with/a//b%2F', 'verify', { id: '1', signature: 'a//b%2F' }],
  ['/v2/verify/__proto__/with/x', 'verify', JSON.parse('{"id":"__proto__","signature":"x"}')],
])('%s is %s', (path, name, parameters) => {
  expect(route('GET', path)).toEqual({ name, operation: table[name as keyof typeof table], parameters });
});

test.each([
  '/0200//cms',
  '//cms',
  '/0200/cms/',
  '/0200/cms/1/',
  '/v2/of/x/or/y',
  '/v2/of//and/y',
  '/v2/rawx',
  '/v2/verify/1',
  '/v2/verify/1/without/x',
])('%s is no path of the table', (path) => {
  expect(route('GET', path)).toEqual({ refused: 'path.unknown' });
});

test('a path that several methods share is told by its method, and says all of them', () => {
  expect(route('POST', '/1/cms/2')).toMatchObject({ name: 'sign' });
  expect(route('PUT', '/1/cms/2')).toEqual({ refused: 'method.notAllowed', allow: 'GET, POST' });
});

test.each(Object.entries(table))('%s: what is written is routed back', (name, { method, path }) => {
  const named = pathParts(path).flatMap((part) => ('parameter' in part ? [part] : []));
  const all = Object.fromEntries(named.map(({ parameter }, at) => [parameter, `v${at}`]));
  expect(route(method, writePath(path, all))).toEqual({ name, operation: { method, path }, parameters: all });
  const without = Object.fromEntries(
    named.filter(({ isRest }) => !isRest).map(({ parameter }) => [parameter, 'x']),
  );
  expect(route(method, writePath(path, without))).toMatchObject({ name, parameters: without });
});

test.each(['Time', '{x}', '/pages/{page}.html', '/x{page}', '/{rest…}/more'])(
  '%s can be in no table',
  (path) => {
    expect(() => createRouter({ bad: get(path) })).toThrow(`The path ${path} can't be routed`);
  },
);
