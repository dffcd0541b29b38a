import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createClient } from '../../client/index.js';
import { CODE, CREDENTIALS, failure, RECEIPT_ID, request, serving, start } from './provider.js';

test('the user’s abort comes out unchanged, even where fetch doesn’t listen', async () => {
  const controller = new AbortController();
  const reason = { my: 'reason' };
  const verify = () => {
    controller.abort(reason);
    return new Promise<Response>(() => {});
  };
  const { client } = start({ verify });
  expect(await failure(client.verifyCMS(CODE, RECEIPT_ID, { signal: controller.signal }))).toBe(reason);
});

test('an abort closes the connection', async () => {
  const controller = new AbortController();
  let closed: Promise<unknown> | undefined;
  await serving(
    (incoming) => {
      closed = new Promise((resolve) => incoming.socket.once('close', resolve));
      controller.abort();
    },
    async (url) => {
      const client = createClient({ ...CREDENTIALS, authUrl: url, serviceUrl: url });
      const error = await failure(client.getCMSState(CODE, RECEIPT_ID, { signal: controller.signal }));
      expect(error).toBe(controller.signal.reason);
      await closed;
    },
  );
});

test('an aborted signal sends nothing', async () => {
  const { provider, client } = start();
  const signal = AbortSignal.abort();
  for (const call of [
    client.requestCMS(CODE, request, { signal }),
    client.getCMSState(CODE, RECEIPT_ID, { signal }),
    client.verifyCMS(CODE, RECEIPT_ID, { signal }),
    client.waitForCMS(CODE, RECEIPT_ID, { signal }),
  ]) {
    expect(await failure(call)).toBe(signal.reason);
  }
  expect(provider.seen).toEqual([]);
});

test('nothing is left behind: no listener on the user’s signal, no timer', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const { signal } = new AbortController();
  const { client } = start({ verify: () => Promise.reject(new TypeError('fetch failed')) });
  const before = timers();
  await client.waitForCMS(CODE, RECEIPT_ID, { signal });
  await failure(client.verifyCMS(CODE, RECEIPT_ID, { signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(timers()).toBe(before);
});
