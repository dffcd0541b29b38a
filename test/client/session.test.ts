import { expect, test } from 'vitest';
import {
  CODE,
  failure,
  json,
  NOW,
  RECEIPT_ID,
  refusal,
  request,
  start,
  stateAnswer,
  tokenAnswer,
} from './provider.js';

const DATE_REFUSED = -99010004;
const CALL_DATE_REFUSED = -31010002;
const TOKEN_EXPIRED = -99000026;

/** A promise that the test settles itself. */
function gate<T>() {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Lets every promise that is already settled be heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('parallel first calls ask for one token', async () => {
  const { provider, client } = start();
  await Promise.all([
    client.getCMSState(CODE, RECEIPT_ID),
    client.requestCMS(CODE, request),
    client.verifyCMS(CODE, RECEIPT_ID),
  ]);
  expect(provider.count('token')).toBe(1);
});

test('each client code has its own token', async () => {
  const { provider, client } = start({
    token: ({ body }) => json(tokenAnswer({ session_token: `token-of-${JSON.parse(body).access_id}` })),
  });
  await client.getCMSState('A', RECEIPT_ID);
  await client.getCMSState('B', RECEIPT_ID);
  await client.getCMSState('A', RECEIPT_ID);
  expect(provider.seen.map(({ headers }) => headers.authorization?.split(' ').at(-1))).toEqual([
    expect.any(String),
    'token-of-A',
    expect.any(String),
    'token-of-B',
    'token-of-A',
  ]);
});

test('a token is renewed a minute before it ends', async () => {
  const { provider, clock, client } = start();
  await client.getCMSState(CODE, RECEIPT_ID);
  clock.now = NOW + 29 * 60_000 - 1;
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.count('token')).toBe(1);
  clock.now += 1;
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.count('token')).toBe(2);
});

test('a token that lives shorter than the margin is used for half its life', async () => {
  const expiration = new Date(NOW + 20_000).toISOString();
  const { provider, clock, client } = start({ token: () => json(tokenAnswer({ expiration })) });
  await client.getCMSState(CODE, RECEIPT_ID);
  clock.now = NOW + 9_999;
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.count('token')).toBe(1);
});

test.each([
  ['by its code', () => refusal(TOKEN_EXPIRED)],
  ['by HTTP 401 with an unknown code', () => refusal(-12345678, 401)],
  ['by a gateway’s page with 401', () => new Response('<h1>401</h1>', { status: 401 })],
])('a token refused %s is renewed and Request and Status are repeated once', async (_how, refused) => {
  const { provider, client } = start({
    token: (_seen, count) => json(tokenAnswer({ session_token: `session-token-number-${count}` })),
    request: (_seen, count) => (count === 1 ? refused() : json({ receiptId: RECEIPT_ID })),
  });
  await expect(client.requestCMS(CODE, request)).resolves.toEqual({ receiptId: RECEIPT_ID });
  expect(provider.seen.map((one) => one.headers.authorization?.split(' ').at(-1))).toEqual([
    expect.any(String),
    'session-token-number-1',
    expect.any(String),
    'session-token-number-2',
  ]);
});

test('a token refused twice in one call is thrown, and the next call starts with a new one', async () => {
  const { provider, client } = start({ state: () => refusal(TOKEN_EXPIRED, 401) });
  await expect(client.getCMSState(CODE, RECEIPT_ID)).rejects.toMatchObject({
    name: 'ProviderRefusal',
    code: TOKEN_EXPIRED,
    operation: 'getCMSState',
  });
  expect([provider.count('token'), provider.count('state')]).toEqual([2, 2]);
  await failure(client.getCMSState(CODE, RECEIPT_ID));
  expect(provider.count('token')).toBe(4);
});

test('parallel calls with an expired token renew it once', async () => {
  const { provider, client } = start({
    token: (_seen, count) => json(tokenAnswer({ session_token: `session-token-number-${count}` })),
    state: ({ headers }) =>
      headers.authorization?.endsWith('1') ? refusal(TOKEN_EXPIRED, 401) : json(stateAnswer()),
  });
  await Promise.all([1, 2, 3].map(() => client.getCMSState(CODE, RECEIPT_ID)));
  expect([provider.count('token'), provider.count('state')]).toEqual([2, 6]);
});

test('a late refusal of an old token doesn’t drop the new one', async () => {
  const late = gate<Response>();
  const { provider, client } = start({
    token: (_seen, count) => json(tokenAnswer({ session_token: `session-token-number-${count}` })),
    state: ({ headers }, count) => {
      if (headers.authorization?.endsWith('2')) return json(stateAnswer());
      return count === 1 ? late.opened : refusal(TOKEN_EXPIRED, 401);
    },
  });
  const slow = client.getCMSState(CODE, RECEIPT_ID);
  await settled();
  await client.getCMSState(CODE, RECEIPT_ID);
  late.open(refusal(TOKEN_EXPIRED, 401));
  await slow;
  expect(provider.count('token')).toBe(2);
});

test('a refused Token request is not repeated, not kept and named as such', async () => {
  const { provider, client } = start({
    token: (_seen, count) => (count === 1 ? refusal(-99010007, 401, '서명 불일치') : json(tokenAnswer())),
  });
  await expect(client.getCMSState(CODE, RECEIPT_ID)).rejects.toMatchObject({
    code: -99010007,
    message: '서명 불일치',
    status: 401,
    operation: 'token',
  });
  expect([provider.count('token'), provider.count('state')]).toEqual([1, 0]);
  await client.getCMSState(CODE, RECEIPT_ID);
});

test('one caller’s abort leaves the others their token', async () => {
  const answer = gate<Response>();
  const { provider, client } = start({ token: () => answer.opened });
  const controller = new AbortController();
  const reason = new Error('the user went away');
  const first = failure(client.getCMSState(CODE, RECEIPT_ID, { signal: controller.signal }));
  const second = client.getCMSState(CODE, RECEIPT_ID);
  await settled();
  controller.abort(reason);
  expect(await first).toBe(reason);
  answer.open(json(tokenAnswer()));
  await second;
  expect([provider.count('token'), provider.count('state')]).toEqual([1, 1]);
});

test('a refused date is fixed from the provider’s clock: Token', async () => {
  const { provider, client } = start({
    token: (_seen, count) => (count === 1 ? refusal(DATE_REFUSED, 401) : json(tokenAnswer())),
    time: () => new Response('2022-05-04T03:00:00Z'),
  });
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.seen.map((one) => [one.operation, one.headers['x-lh-date']])).toEqual([
    ['token', '2022-05-04T01:00:38Z'],
    ['time', undefined],
    ['token', '2022-05-04T03:00:00Z'],
    ['state', undefined],
  ]);
});

test('a refused date is fixed from the provider’s clock: Request; and the offset is kept', async () => {
  const { provider, clock, client } = start({
    request: (_seen, count) => (count === 1 ? refusal(CALL_DATE_REFUSED) : json({ receiptId: RECEIPT_ID })),
    time: () => new Response('2022-05-04T00:00:00Z'),
  });
  await client.requestCMS(CODE, request);
  clock.now += 5_000;
  await client.requestCMS(CODE, request);
  const dates = provider.seen
    .filter((one) => one.operation === 'request')
    .map((one) => one.headers['x-lh-date']);
  expect(dates).toEqual(['2022-05-04T01:00:38Z', '2022-05-04T00:00:00Z', '2022-05-04T00:00:05Z']);
  expect(provider.count('time')).toBe(1);
});

test('a clock that drifts again is fixed again', async () => {
  const { provider, client } = start({
    request: (_seen, count) =>
      count % 2 === 1 ? refusal(CALL_DATE_REFUSED) : json({ receiptId: RECEIPT_ID }),
    time: (_seen, count) => new Response(`2022-05-04T0${count}:00:00Z`),
  });
  await client.requestCMS(CODE, request);
  await client.requestCMS(CODE, request);
  expect(provider.seen.at(-1)?.headers['x-lh-date']).toBe('2022-05-04T02:00:00Z');
});

test('a date refused again is thrown', async () => {
  const { provider, client } = start({ request: () => refusal(CALL_DATE_REFUSED) });
  await expect(client.requestCMS(CODE, request)).rejects.toMatchObject({ code: CALL_DATE_REFUSED });
  expect([provider.count('request'), provider.count('time')]).toEqual([2, 1]);
});

test('where Time fails too, the refusal is what is thrown', async () => {
  const { provider, client } = start({
    request: () => refusal(CALL_DATE_REFUSED),
    time: () => new Response('<h1>oops</h1>', { status: 500 }),
  });
  await expect(client.requestCMS(CODE, request)).rejects.toMatchObject({ code: CALL_DATE_REFUSED });
  expect(provider.count('request')).toBe(1);
});

test('expired token and wrong clock in one call are both fixed', async () => {
  const { provider, client } = start({
    request: (_seen, count) =>
      count === 1
        ? refusal(TOKEN_EXPIRED, 401)
        : count === 2
          ? refusal(CALL_DATE_REFUSED)
          : json({ receiptId: RECEIPT_ID }),
  });
  await client.requestCMS(CODE, request);
  expect([provider.count('request'), provider.count('token'), provider.count('time')]).toEqual([3, 2, 1]);
});

test('useLocalTime: false reads the provider’s clock once, before the first date', async () => {
  const { provider, client } = start(
    { time: () => new Response('2022-05-04T03:00:00Z') },
    { useLocalTime: false },
  );
  await Promise.all([client.requestCMS(CODE, request), client.requestCMS(CODE, request)]);
  expect(provider.seen.map((one) => [one.operation, one.headers['x-lh-date']])).toEqual([
    ['time', undefined],
    ['token', '2022-05-04T03:00:00Z'],
    ['request', '2022-05-04T03:00:00Z'],
    ['request', '2022-05-04T03:00:00Z'],
  ]);
});
