import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { acceptedLanguage } from '../../../simulator/control/accept-language.js';
import { isProblem, type Problem } from '../../../simulator/control/problem.js';
import { controlRoutes } from '../../../simulator/control/routes.js';
import { koreanOf } from '../../../simulator/core/described.js';
import { createSimulator } from '../../../simulator/index.js';
import { createControl } from '../../../simulator/tenant/control.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';
import { englishIn } from '../../support/english.js';

let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];
beforeEach(async () => {
  ({ fetch } = await createSimulator({ now: () => NOON }));
  caller = createCaller(fetch, { now: () => NOON });
});

const tenant = `/tenants/${TESTER.clientCode}`;

/** A control call whose caller reads these languages. */
const call = (method: string, path: string, body?: unknown, language = 'ko', headers = {}) =>
  caller.send(method, `/_sim/v1${path}`, {
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'accept-language': language,
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

test.each([
  ['ko', 'ko'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
  ['KO', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['*', 'en'],
  ['', 'en'],
  ['fr, ko;q=0.1', 'ko'],
  ['ko;q=0', 'en'],
  ['kok', 'en'],
  [undefined, 'en'],
] as const)('whoever accepts %j is told in %s', (given, language) => {
  expect(acceptedLanguage(given)).toBe(language);
});

test('a refusal is English unless Korean is asked for; status, title and next are the same', async () => {
  const id = await requested(caller, requestCMS());
  await call('POST', `/receipts/${id}/sign`);
  const english = await call('POST', `/receipts/${id}/sign`, undefined, '*');
  expect(english.json.detail).toBe('The receipt is signed: it can\'t take "sign".');
  expect(english.headers.get('content-language')).toBe('en');
  const korean = await call('POST', `/receipts/${id}/sign`);
  expect(korean.json).toEqual({
    ...english.json,
    detail: '접수 상태가 "signed"이므로 "sign" 동작을 할 수 없습니다.',
  });
  expect(korean.headers.get('content-language')).toBe('ko');
});

const refused: readonly (readonly [
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
])[] = [
  ['GET', '/nowhere'],
  ['PUT', '/tenants'],
  ['GET', '/receipts/1'],
  ['GET', '/receipts/1/signed-data'],
  ['GET', '/tenants/1'],
  ['GET', '/tenants/1/calls'],
  ['GET', '/barriers/1'],
  ['GET', '/tls-ca.pem'],
  ['GET', '/receipts?limit=0'],
  ['GET', '/receipts?limit=1&limit=2'],
  ['GET', '/receipts?nonsense=1'],
  ['GET', '/receipts?state=9'],
  ['GET', '/receipts?ReceiverHP='],
  ['GET', '/receipts?after=000000000000000000'],
  ['GET', '/health', undefined, { host: 'evil.test' }],
  ['GET', '/tenants', undefined, { origin: 'http://evil.test' }],
  ['GET', '/tenants', undefined, { 'sec-fetch-site': 'cross-site' }],
  ['POST', '/tenants', '{'],
  ['POST', '/tenants', '{}', { 'content-type': 'text/plain' }],
  ['POST', '/tenants', `{"clientName":"${'가'.repeat(40_000)}"}`],
  ['POST', '/tenants', { clientCode: TESTER.clientCode }],
  ['POST', '/tenants', { linkId: TESTER.linkId, secretKey: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
  ['POST', '/tenants', { clientNam: '시험기관' }],
  ['POST', '/tenants', { clientCode: '12' }],
  ['POST', '/tenants', { clientName: '' }],
  ['POST', '/tenants', { linkId: '' }],
  ['POST', '/tenants', { subClients: {} }],
  ['POST', '/tenants', { subClients: [{ code: '1' }] }],
  ['POST', '/tenants', { sign: 'sometimes' }],
  ['POST', `${tenant}/reset`, { all: true }],
  ['POST', `${tenant}/outcomes`, {}],
  ['POST', `${tenant}/outcomes`, { operation: 'verifyCMS' }],
  ['POST', `${tenant}/outcomes`, { operation: 'verifyCMS', error: 'nothing.known' }],
  ['POST', `${tenant}/outcomes`, { operation: 'verifyCMS', form: 'pem' }],
  ['POST', `${tenant}/outcomes`, { operation: 'requestCMS', sign: 'sometimes' }],
  ['POST', `${tenant}/outcomes`, { operation: 'requestCMS', sign: 'manual', times: 0 }],
  ['POST', `${tenant}/faults`, {}],
  ['POST', `${tenant}/faults`, { operation: 'requestCMS', fault: 'explode' }],
  ['POST', `${tenant}/faults`, { operation: 'requestCMS', fault: 'delay' }],
  ['POST', `${tenant}/faults`, { operation: 'requestCMS', fault: 'delay', delay: { ms: -1 } }],
  [
    'POST',
    `${tenant}/faults`,
    { operation: 'requestCMS', fault: 'delay', delay: { distribution: 'normal' } },
  ],
  [
    'POST',
    `${tenant}/faults`,
    { operation: 'requestCMS', fault: 'delay', delay: { distribution: 'uniform', min: 2, max: 1 } },
  ],
  ['POST', `${tenant}/faults`, { operation: 'requestCMS', fault: 'rewrite' }],
  ['POST', `${tenant}/barriers`, { operation: 'requestCMS', calls: 0 }],
  ['POST', `${tenant}/barriers`, {}],
  ['POST', '/barriers/1/release', { order: ['x'] }],
  ['PUT', `${tenant}/clock`, {}],
  ['PUT', `${tenant}/clock`, { advance: 'soon' }],
  ['PUT', `${tenant}/clock`, { advance: 5 }],
  ['PUT', `${tenant}/clock`, { advance: 'P900000D' }],
  ['PUT', `${tenant}/clock`, { set: 'now' }],
  ['PUT', `${tenant}/clock`, { set: '2020-01-01T00:00:00Z' }],
  ['PUT', `${tenant}/clock`, { freeze: 'yes' }],
];

for (const [method, path, body, headers] of refused) {
  test(`${method} ${path} ${JSON.stringify(body)?.slice(0, 100)} is refused in Korean where that is asked for`, async () => {
    const { status, json } = await call(method, path, body, 'ko-KR', headers);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(json.detail).toMatch(/\p{Script=Hangul}/u);
    expect(englishIn(json.detail)).toEqual([]);
  });
}

test('a Talk receipt that is to be cancelled, and one that nobody signed, are refused in Korean', async () => {
  const id = await requested(caller, requestCMS());
  for (const [method, path] of [
    ['POST', `/receipts/${id}/cancel`],
    ['GET', `/receipts/${id}/signed-data`],
  ] as const) {
    const { json } = await call(method, path);
    expect([json.status, englishIn(json.detail)]).toEqual([409, []]);
  }
});

/** Every shape within a shape, with itself. */
const within = (shape: unknown): readonly { readonly description?: string }[] =>
  typeof shape !== 'object' || shape === null ? [] : [shape, ...Object.values(shape).flatMap(within)];

test('whatever is said of a query or a body in English is said in Korean too', () => {
  const shapes = Object.values(controlRoutes).flatMap((row) => [
    'query' in row ? row.query : undefined,
    'body' in row ? row.body : undefined,
  ]);
  const inEnglish = shapes
    .flatMap(within)
    .filter(({ description }) => typeof description === 'string')
    .filter((shape) => koreanOf(shape as never) === undefined);
  expect(inEnglish.map(({ description }) => description)).toEqual([]);
});

test('the typed client asks for its language', async () => {
  const options = { url: 'http://sim.test', fetch };
  await expect(createControl({ ...options, language: 'ko' }).tenant('1')).rejects.toThrow(
    '이용기관이 없습니다: "1"',
  );
  await expect(createControl(options).tenant('1')).rejects.toThrow('There is no tenant "1".');
});

test('a problem is told from a success by its members, in any language', () => {
  const problem: Problem = { status: 404, title: 'Not found', detail: { en: 'x', ko: '없음' } };
  expect([isProblem(problem), isProblem({ json: {} })]).toEqual([true, false]);
});
