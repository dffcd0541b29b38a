import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createClient, NetworkFailure } from '../../client/index.js';
import {
  CODE,
  CREDENTIALS,
  createProvider,
  failure,
  NOW,
  RECEIPT_ID,
  request,
  serving,
  start,
  stateAnswer,
  verifyAnswer,
} from './provider.js';

const at = (url: string, options: object = {}) =>
  createClient({ ...CREDENTIALS, authUrl: url, serviceUrl: url, now: () => NOW, ...options });

/** A port on which nobody listens: just closed. */
const closedUrl = () =>
  serving(
    () => {},
    async (url) => url,
  );

test('a refused connection is unreachable, and nothing was carried out', async () => {
  const error = await failure(at(await closedUrl()).verifyCMS(CODE, RECEIPT_ID));
  expect(error).toBeInstanceOf(NetworkFailure);
  expect(error).toMatchObject({
    code: -99999999,
    reason: 'unreachable',
    maybeDelivered: false,
    operation: 'token',
  });
  expect(String(error)).toContain('ECONNREFUSED');
});

test('a service that is unreachable behind a good auth server was not asked either', async () => {
  const serviceUrl = await closedUrl();
  await serving(
    () => {},
    async (url) => {
      const error = await failure(at(url, { serviceUrl }).verifyCMS(CODE, RECEIPT_ID));
      expect(error).toMatchObject({ reason: 'unreachable', maybeDelivered: false, operation: 'verifyCMS' });
    },
  );
});

test.each([
  ['before a byte', (response: ServerResponse) => response.destroy()],
  [
    'in the middle of the body',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('{"receiptId":"0220504100', () => response.destroy());
    },
  ],
])('an answer lost %s may have been carried out, and says so', async (_when, cut) => {
  let calls = 0;
  await serving(
    (_request, response) => {
      calls += 1;
      cut(response);
    },
    async (url) => {
      const error = await failure(at(url).verifyCMS(CODE, RECEIPT_ID));
      expect(error).toMatchObject({
        name: 'NetworkFailure',
        reason: 'lost',
        maybeDelivered: true,
        operation: 'verifyCMS',
      });
      expect(String(error)).toContain('Verify works only once');
    },
  );
  expect(calls).toBe(1);
});

/** Token is answered from memory, so that the timeout is about the call under test only. */
const withToken = (input: string, init?: RequestInit) =>
  input.endsWith('/KAKAOCERT/Token') ? createProvider().fetch(input, init) : fetch(input, init);

test.each([
  ['silence', () => {}],
  ['a body that never ends', (response: ServerResponse) => response.write('{')],
])('%s ends with the timeout', async (_what, answer) => {
  await serving(
    (_request, response) => answer(response),
    async (url) => {
      const client = at(url, { timeout: 30, fetch: withToken });
      const error = await failure(client.verifyCMS(CODE, RECEIPT_ID));
      expect(error).toMatchObject({ reason: 'timeout', maybeDelivered: true, operation: 'verifyCMS' });
      expect(String(error)).toContain('in 30 ms');
    },
  );
});

test('a Token that times out leaves Verify unasked', async () => {
  const never = () => new Promise<Response>(() => {});
  const { client } = start({ token: never }, { timeout: 5 });
  const error = await failure(client.verifyCMS(CODE, RECEIPT_ID));
  expect(error).toMatchObject({ reason: 'timeout', maybeDelivered: false, operation: 'token' });
});

test('gzip is read whether it was asked for or not', async () => {
  await serving(
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(stateAnswer())));
    },
    async (url) => {
      expect(await at(url).getCMSState(CODE, RECEIPT_ID)).toMatchObject({ receiptID: RECEIPT_ID, state: 1 });
    },
  );
});

test('a body that is not the gzip its header says breaks the contract, and Verify may have been carried out', async () => {
  await serving(
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      response.end(JSON.stringify(verifyAnswer()));
    },
    async (url) => {
      const error = await failure(at(url).verifyCMS(CODE, RECEIPT_ID));
      expect(error).toMatchObject({
        name: 'ContractViolation',
        maybeDelivered: true,
        evidence: { status: 200, contentType: 'application/json' },
      });
      expect(String(error)).toContain('Verify works only once');
    },
  );
});

test('a gzip bomb is cut at the limit', async () => {
  await serving(
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(50_000_000, 0x20)));
    },
    async (url) => {
      const error = await failure(at(url).getCMSState(CODE, RECEIPT_ID));
      expect(error).toMatchObject({ name: 'ContractViolation', evidence: { status: 200 } });
      expect(String(error)).toContain('over 262144 bytes');
    },
  );
});

test('a redirect is not followed', async () => {
  const paths: (string | undefined)[] = [];
  await serving(
    (incoming, response) => {
      paths.push(incoming.url);
      response.writeHead(307, { location: '/SignDirectDebit/Request?again' }).end();
    },
    async (url) => {
      const error = await failure(at(url).requestCMS(CODE, request));
      expect(error).toMatchObject({ name: 'ContractViolation', evidence: { status: 307 } });
    },
  );
  expect(paths).toEqual(['/SignDirectDebit/Request']);
});

test('a real 401 to a POST is a refusal like any other', async () => {
  await serving(
    (_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer' });
      response.end('{"code":-31010001,"message":"x"}');
    },
    async (url) => {
      const error = await failure(at(url).requestCMS(CODE, request));
      expect(error).toMatchObject({ name: 'ProviderRefusal', code: -31010001, status: 401 });
    },
  );
});

test('the bytes on the wire are the bytes that were signed', async () => {
  await serving(
    (incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        const digest = createHash('sha256').update(Buffer.concat(chunks)).digest('base64');
        const text = `POST\n${digest}\n${incoming.headers['x-lh-date']}\n2.0\n`;
        const key = Buffer.from(CREDENTIALS.secretKey, 'base64');
        const expected = `TESTER ${createHmac('sha256', key).update(text).digest('base64')}`;
        const good = incoming.headers['x-kc-auth'] === expected;
        response.end(good ? JSON.stringify({ receiptId: RECEIPT_ID }) : '{}');
      });
    },
    async (url) => {
      const odd = { ...request, ReceiverName: '홍 길동 😀 "\\\u2028 \ud800' };
      await expect(at(url).requestCMS(CODE, odd)).resolves.toEqual({ receiptId: RECEIPT_ID });
    },
  );
});

test('garbage on the socket is a lost answer', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    socket.end('this is not HTTP\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const error = await failure(
    serving(
      () => {},
      (url) => at(url, { serviceUrl: `http://127.0.0.1:${port}` }).verifyCMS(CODE, RECEIPT_ID),
    ),
  );
  await new Promise((resolve) => server.close(resolve));
  expect(error).toMatchObject({ name: 'NetworkFailure', reason: 'lost', maybeDelivered: true });
});

test('a good answer over a real socket is read', async () => {
  await serving(
    (_request, response) => response.end(JSON.stringify(verifyAnswer())),
    async (url) => expect(await at(url).verifyCMS(CODE, RECEIPT_ID)).toEqual(verifyAnswer()),
  );
});
