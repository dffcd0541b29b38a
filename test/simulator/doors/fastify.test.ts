import { METHODS } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator, type Listening, type Simulator } from '../../../simulator/index.js';
import { createCaller, requested } from '../../support/caller.js';

let simulator: Simulator;
let listening: Listening;

beforeAll(async () => {
  simulator = await createSimulator();
  listening = await simulator.listen();
});
afterAll(() => simulator.close());

/** Writes raw bytes to the server and reads until it closes. */
function raw(...chunks: (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      received += data;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    for (const chunk of chunks) socket.write(chunk);
  });
}

const http = (line: string, headers = 'Host: localhost\r\n', body = '') =>
  raw(`${line} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n${body}`);

/** Whatever happens, a client sees `{code, message}` and nothing of the framework's. */
function expectProviderShape(answer: string, status: number) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head.toLowerCase()).toContain('content-type: application/json; charset=utf-8');
  const json = JSON.parse(body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n.*$/gs, ''));
  expect(Object.keys(json)).toEqual(['code', 'message']);
  expect(json.code).toBeLessThan(0);
  expect(answer).not.toMatch(/fastify|statusCode|FST_|Bad Request"|node_modules| at /i);
}

// A Node that knows no QUERY refuses the line itself.
test.skipIf(!METHODS.includes('QUERY'))('QUERY without a content type gets the provider shape', async () => {
  expectProviderShape(await http('QUERY /Time'), 405);
});

test.each([
  ['an unknown path', 'GET /nowhere', 404],
  ['a broken percent escape', 'GET /SignDirectDebit/%zz', 404],
  ['a broken percent escape in an id', 'GET /SignDirectDebit/Status/%E0%A4%A', 401],
  ['a parameter of 5,000 characters', `GET /SignDirectDebit/Status/${'9'.repeat(5000)}`, 401],
  ['a long path', `GET /${'a/'.repeat(4000)}`, 404],
  ['an unknown method', 'PROPFIND /Time', 405],
  ['a wrong method', 'DELETE /SignDirectDebit/Request', 405],
  ['a method that Fastify has rules of its own for', 'SEARCH /Time', 405],
  ['OPTIONS *', 'OPTIONS *', 404],
  ['a double slash', 'GET //Time', 404],
  ['a NUL in the query', 'GET /SignDirectDebit/Request?%00', 405],
])('%s gets the provider shape', async (_, line, status) => {
  expectProviderShape(await http(line), status);
});

test.each([
  ['a whole URL', 'GET http://localhost/_sim/v1/live', 200],
  ['a whole URL without a path', 'GET http://localhost', 404],
  ['a path behind the question mark of a whole URL', 'GET http://localhost?/_sim/v1/live', 404],
  ["a whole URL with another host than the Host's", 'GET http://other.example/_sim/v1/live', 403],
  ['a whole URL with somebody before our host', 'GET http://localhost@other.example/_sim/v1/live', 403],
])('%s is taken for what it names', async (_, line, status) => {
  expect(await http(line)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test('CONNECT is refused: this is no proxy', async () => {
  expectProviderShape(await http('CONNECT kakaocert-api.linkhub.co.kr:443'), 405);
});

test.each([
  ['garbage', 'GARBAGE\r\n\r\n', 400],
  ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  ['an unknown HTTP version', 'GET /Time HTTP/9.9\r\n\r\n', 400],
  ['a bad header', 'GET /Time HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n', 400],
  ['headers without end', `GET /Time HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  [
    'two lengths',
    'POST /KAKAOCERT/Token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    400,
  ],
])('%s on the socket gets the provider shape', async (_, bytes, status) => {
  expectProviderShape(await raw(bytes), status);
});

test('a missing Host, an odd Expect and HTTP/1.0 are served', async () => {
  expect(await http('GET /Time', '')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await http('GET /Time', 'Host: x\r\nExpect: the-unexpected\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  const old = await raw('GET /Time HTTP/1.0\r\n\r\n');
  expect(old).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(old.toLowerCase()).toContain('connection: close');
});

test.each([
  ['no content type', ''],
  ['an unknown content type', 'Content-Type: who/knows\r\n'],
  ['a broken content type', 'Content-Type: ;;;\r\n'],
  ['a content type of another case', 'Content-Type: Application/JSON;charset=utf8\r\n'],
])('a POST with %s reaches the provider', async (_, type) => {
  expectProviderShape(
    await http('POST /KAKAOCERT/Token', `Host: x\r\n${type}Content-Length: 2\r\n`, '{}'),
    401,
  );
});

test('100-continue is answered, and the body is read after it', async () => {
  const answer = await http(
    'POST /KAKAOCERT/Token',
    'Host: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n',
    '{}',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 401 /);
});

test('a body of 10 MB is drained and refused with 413, by length and in chunks', async () => {
  const megabytes = Buffer.alloc(10_000_000, 0x20);
  const head = 'POST /KAKAOCERT/Token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  expectProviderShape(await raw(`${head}Content-Length: ${megabytes.length}\r\n\r\n`, megabytes), 413);
  const size = megabytes.length.toString(16);
  expectProviderShape(
    await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${size}\r\n`, megabytes, '\r\n0\r\n\r\n'),
    413,
  );
});

test('a chunked body is the same body', async () => {
  const caller = createCaller(fetch, { origin: listening.url, now: Date.now });
  const bytes = new TextEncoder().encode(JSON.stringify(requestCMS()));
  const init = caller.tokenInit(caller.tokenBody());
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of new TextEncoder().encode(init.body as string))
        controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const response = await fetch(`${listening.url}/KAKAOCERT/Token`, {
    method: 'POST',
    headers: init.headers,
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(200);
  expect((await caller.post('/SignDirectDebit/Request', bytes)).status).toBe(200);
});

test('the doors agree: a flow gives the same statuses, bodies and provider headers', async () => {
  const run = async (fetchLike: typeof fetch) => {
    const now = () => Date.parse('2026-11-23T01:00:00Z');
    const caller = createCaller(fetchLike, { origin: listening.url, now });
    const seen: unknown[] = [];
    const note = ({ status, text, headers }: Awaited<ReturnType<typeof caller.send>>) =>
      seen.push([
        status,
        text.replace(/"signedData":"[^"]+"/, ''),
        headers.get('content-type'),
        headers.get('allow'),
      ]);
    note(await caller.get('/SignDirectDebit/Status/1', { authorization: 'Bearer x' }));
    note(await caller.send('POST', '/Time'));
    note(await caller.send('GET', '/SignDirectDebit/%zz'));
    note(await caller.send('GET', '/_sim/v1/nothing'));
    note(await caller.control('PUT', '/tenants/020040000001/clock', { advance: 'P1Y' }));
    note(await caller.token({}, { date: '2001-01-01T00:00:00Z' }));
    return seen;
  };
  expect(await run(fetch)).toEqual(await run(simulator.fetch as typeof fetch));
});

test('a second listener shares the receipts', async () => {
  const second = await simulator.listen();
  const first = createCaller(fetch, { origin: listening.url, now: Date.now });
  const id = await requested(first, requestCMS());
  const other = createCaller(fetch, { origin: second.url, now: Date.now });
  expect((await other.get(`/SignDirectDebit/Status/${id}`)).json.receiptID).toBe(id);
});

test('closing finishes what is in flight, with an answer of the provider, and then nobody listens', async () => {
  const own = await createSimulator();
  const { port, url } = await own.listen();
  const socket = connect(port, '127.0.0.1');
  const reader = socket.setEncoding('utf8')[Symbol.asyncIterator]();
  socket.write(
    'POST /KAKAOCERT/Token HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
  );
  expect((await reader.next()).value).toMatch(/^HTTP\/1\.1 100 /);
  const closed = own.close();
  socket.write('{}');
  let answer = '';
  for await (const chunk of { [Symbol.asyncIterator]: () => reader }) answer += chunk;
  expectProviderShape(answer, 401);
  await closed;
  await expect(fetch(`${url}/Time`)).rejects.toThrow();
});

test('long answers of the service are compressed for who offers to read them; refusals and tokens never', async () => {
  const encodings = async (mode: 'offered' | 'always' | 'never', offer: string | undefined) => {
    const own = await createSimulator({ gzip: mode, sign: 'immediate' });
    const { url } = await own.listen();
    const caller = createCaller(fetch, { origin: url, now: Date.now });
    const headers = { 'accept-encoding': offer ?? 'identity' };
    const id = await requested(caller, requestCMS());
    const seen = [
      await caller.token({}, { headers }),
      await caller.get(`/SignDirectDebit/Verify/${id}`, headers),
      await caller.get(`/SignDirectDebit/Verify/${id}`, headers),
    ];
    await own.close();
    expect(seen[1]?.json.signedData).toMatch(/^MII/);
    return seen.map((answer) => answer.headers.get('content-encoding'));
  };
  expect(await encodings('offered', 'gzip,deflate')).toEqual([null, 'gzip', null]);
  expect(await encodings('offered', 'gzip;q=0, br')).toEqual([null, null, null]);
  expect(await encodings('offered', undefined)).toEqual([null, null, null]);
  expect(await encodings('always', undefined)).toEqual([null, 'gzip', null]);
  expect(await encodings('never', 'gzip')).toEqual([null, null, null]);
});
