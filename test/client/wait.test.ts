import { expect, test } from 'vitest';
import { CODE, failure, json, RECEIPT_ID, refusal, start, stateAnswer } from './provider.js';

/** Polls get `states` one after the other, and the last again. */
const polling = (...states: (() => Response | Promise<Response>)[]) =>
  start({ state: (_seen, count) => (states[count - 1] ?? states.at(-1) ?? waiting)() });

const waiting = () => json(stateAnswer({ state: 0, completeDT: null }));
const signed = () => json(stateAnswer({ state: 1 }));
const expired = () => json(stateAnswer({ state: 2, completeDT: null }));
const broken = () => Promise.reject<Response>(new TypeError('fetch failed'));
const gateway = () => new Response('<h1>502</h1>', { status: 502 });

test('it polls every three seconds until the receipt is signed', async () => {
  const { slept, client } = polling(waiting, waiting, signed);
  expect(await client.waitForCMS(CODE, RECEIPT_ID)).toMatchObject({ state: 1 });
  expect(slept).toEqual([3000, 3000]);
});

test('expiry is an end, not an error', async () => {
  const { slept, client } = polling(waiting, expired);
  expect(await client.waitForCMS(CODE, RECEIPT_ID, { interval: 5000 })).toMatchObject({ state: 2 });
  expect(slept).toEqual([5000]);
});

test('a final first answer needs no waiting', async () => {
  const { slept, client } = polling(signed);
  await client.waitForCMS(CODE, RECEIPT_ID);
  expect(slept).toEqual([]);
});

test.each([408, 429, 500, 503])('an HTTP %d is passed over, whoever sent it', async (status) => {
  const { client } = polling(
    () => new Response('busy', { status }),
    () => refusal(-99999998, status),
    signed,
  );
  expect(await client.waitForCMS(CODE, RECEIPT_ID)).toMatchObject({ state: 1 });
});

test('failures of the network and pages of a gateway are passed over, five in a row', async () => {
  const { provider, client } = polling(broken, gateway, broken, gateway, broken, waiting, gateway, signed);
  expect(await client.waitForCMS(CODE, RECEIPT_ID)).toMatchObject({ state: 1 });
  expect(provider.count('state')).toBe(8);
});

test('the sixth failure in a row is thrown', async () => {
  const { provider, slept, client } = polling(broken);
  await expect(client.waitForCMS(CODE, RECEIPT_ID)).rejects.toMatchObject({ name: 'NetworkFailure' });
  expect([provider.count('state'), slept.length]).toEqual([6, 5]);
});

test('it starts afresh after each good poll', async () => {
  const { client } = polling(
    ...Array(4).fill([broken, broken, broken, broken, broken, waiting]).flat(),
    signed,
  );
  expect(await client.waitForCMS(CODE, RECEIPT_ID)).toMatchObject({ state: 1 });
});

test.each([
  ['a refusal', () => refusal(-31010010)],
  ['an answer of another receipt', () => json(stateAnswer({ receiptID: '022050410003800009' }))],
  ['a 404 page', () => new Response('none', { status: 404 })],
])('%s ends the waiting at once', async (_what, state) => {
  const { provider, client } = polling(waiting, state, signed);
  await failure(client.waitForCMS(CODE, RECEIPT_ID));
  expect(provider.count('state')).toBe(2);
});

test('an abort ends the waiting between polls, even where sleep doesn’t listen', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const sleep = () => {
    controller.abort(reason);
    return new Promise(() => {});
  };
  const { provider, client } = start({ state: waiting }, { sleep });
  expect(await failure(client.waitForCMS(CODE, RECEIPT_ID, { signal: controller.signal }))).toBe(reason);
  expect(provider.count('state')).toBe(1);
});

test('the built-in sleep listens too', async () => {
  const controller = new AbortController();
  const state = () => {
    setImmediate(() => controller.abort());
    return waiting();
  };
  const { client } = start({ state }, { sleep: undefined });
  const error = await failure(
    client.waitForCMS(CODE, RECEIPT_ID, { interval: 100_000, signal: controller.signal }),
  );
  expect(error).toBe(controller.signal.reason);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('an interval of %d is misuse', async (interval) => {
  const { provider, client } = polling(signed);
  await expect(client.waitForCMS(CODE, RECEIPT_ID, { interval })).rejects.toMatchObject({
    name: 'MisuseError',
  });
  expect(provider.seen).toEqual([]);
});
