import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../simulator/core/call.js';
import { createFetch, type Fetch } from '../../simulator/doors/fetch.js';

// `simulator.fetch` reads plain calls itself. What it reads, and how it fails, must be what Request makes of them.

/** What the engine is handed, or how the call fails. */
async function outcomeOf(make: (fetch: Fetch) => Promise<Response>) {
  let seen: Call | undefined;
  const fetch = createFetch({
    answer: async (call) => {
      seen = call;
      return { status: 200, headers: {}, body: '' };
    },
    refuse: () => ({ status: 400, headers: {}, body: '' }),
    notice: () => {},
  });
  try {
    await make(fetch);
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  const body = seen?.body;
  return { ...seen, body: typeof body === 'string' ? body : Buffer.from(body ?? []).toString('hex') };
}

/** Both ways with the same arguments, made anew for each: a body may be read only once. */
async function bothWays(make: () => [input: string | URL, init?: RequestInit]) {
  const itself = await outcomeOf((fetch) => fetch(...make()));
  const byRequest = await outcomeOf(async (fetch) => fetch(new Request(...make())));
  return { itself, byRequest };
}

const word = (chars: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...chars), maxLength });
/** Mostly what is usual, so that enough calls get through; now and then what is not. */
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });

const url = mostly(
  word('aZ09/%?#.:;=&+ _-*[]@\\가\t', 30).map((path) => `http://sim.test/${path}`),
  fc.constantFrom(
    ...['http://sim.test', 'HTTPS://SIM.test:443?q#f', 'https://sim.test/a/?', 'http://a:b@sim.test/'],
    ...['ftp://sim.test/a', 'data:,a', '/relative', '', 'http://'],
  ),
);
const method = mostly(
  fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'GET', 'HEAD', undefined),
  fc.constantFrom('QUERY', 'get', 'post', 'patch', 'Delete', 'CONNECT', 'TRACE', 'bad name', '', '가'),
);
const name = mostly(
  fc.constantFrom(
    ...['accept', 'Accept', 'content-type', 'Content-Type', 'X-KC-Auth', 'host', 'cookie', 'set-cookie'],
    ...['__proto__', 'constructor', 'toString', "!#$%&'*+-.^_`|~"],
  ),
  fc.constantFrom('', 'a b', 'a:b', 'é', '가'),
);
const value = mostly(
  word('aZ0,;= \t"é', 8) as fc.Arbitrary<unknown>,
  fc.oneof(word('a \t\r\n\0\x7f\x80ÿĀ가', 4), fc.constantFrom(1, null, undefined, true)),
);
const entries = fc.array(fc.tuple(name, value), { maxLength: 3 });
const headers = fc.oneof(
  { weight: 6, arbitrary: entries.map((pairs) => () => record(pairs)) },
  { weight: 1, arbitrary: entries.map((pairs) => () => pairs) },
  {
    weight: 1,
    arbitrary: entries.map((pairs) => () => new Headers(record(pairs) as Record<string, string>)),
  },
  { weight: 1, arbitrary: fc.constantFrom(undefined, null, 'text', 1).map((it) => () => it) },
) as fc.Arbitrary<() => unknown>;
const body = mostly<() => unknown>(
  fc.oneof(
    fc.constantFrom(undefined, null, '\ud800', 'a\udfffb', '가', 'x'.repeat(65_537)).map((it) => () => it),
    fc.string({ unit: 'binary' }).map((text) => () => text),
    fc.uint8Array().map((bytes) => () => bytes),
    fc.uint8Array({ minLength: 4 }).map((bytes) => () => bytes.subarray(1, 3)),
  ),
  fc.oneof(
    fc.uint8Array().map((bytes) => () => bytes.buffer),
    fc.uint16Array().map((units) => () => units),
    fc.string().map((text) => () => new URLSearchParams({ text })),
    fc.string().map((text) => () => new Blob([text], { type: 'text/csv' })),
    fc.constantFrom(0, true, {}).map((it) => () => it),
  ),
);
const signal = mostly<() => unknown>(
  fc.constantFrom(
    () => undefined,
    () => null,
    () => new AbortController().signal,
  ),
  fc.constantFrom(
    () => AbortSignal.abort(),
    () => AbortSignal.abort(new TypeError('given up')),
    () => ({ aborted: false }),
  ),
);
const others = mostly<object>(
  fc.constantFrom({}, { redirect: 'manual' }, { redirect: undefined }),
  fc.constantFrom(
    ...[{ redirect: 'nowhere' }, { mode: 'navigate' }, { integrity: 'sha256-a' }, { window: 1 }],
    ...[{ keepalive: true }, { unknown: 1 }],
  ),
);

/** Headers of their own may refuse what they are given. */
function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

/** As an object written on the spot; `__proto__` is a name like any other. */
function record(pairs: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(pairs);
}

test('what fetch reads of a plain call, and how it fails, is what Request makes of it', async () => {
  const given = fc.record({ url, asUrl: fc.boolean(), method, headers, body, signal, others });
  await fc.assert(
    fc.asyncProperty(given, async ({ url, asUrl, method, headers, body, signal, others }) => {
      const make = (): [string | URL, RequestInit] => [
        asUrl && URL.canParse(url) ? new URL(url) : url,
        { ...others, method, headers: headers(), body: body(), signal: signal() } as RequestInit,
      ];
      fc.pre(isMade(make));
      const { itself, byRequest } = await bothWays(make);
      expect(itself).toEqual(byRequest);
    }),
    { numRuns: 3000 },
  );
});

test.each<[what: string, make: () => [string | URL, RequestInit?]]>([
  ['no init at all', () => ['http://sim.test/a?b#c']],
  ['a header twice in two spellings', () => ['http://sim.test/', { headers: { A: '1', a: '2' } }]],
  ['a header with spaces around it', () => ['http://sim.test/', { headers: { a: ' 1\t' } }]],
  ['two empty headers of one name', () => ['http://sim.test/', { headers: twoEmpty() }]],
  ['a text and no type', () => ['http://sim.test/', { method: 'POST', body: '{}' }]],
  ['bytes and no type', () => ['http://sim.test/', { method: 'POST', body: Uint8Array.of(1, 2) }]],
  ['GET with a body', () => ['http://sim.test/', { body: 'a' }]],
  ['a method in lower case', () => ['http://sim.test/', { method: 'post', body: 'a' }]],
  ['bytes that can grow', () => ['http://sim.test/', { method: 'POST', body: growing() }]],
  ['an inherited member', () => ['http://sim.test/', Object.create({ method: 'POST' })]],
])('the same of %s', async (_, make) => {
  const { itself, byRequest } = await bothWays(make);
  expect(itself).toEqual(byRequest);
});

const twoEmpty = () => {
  const headers = new Headers({ a: '' });
  headers.append('a', '');
  return headers;
};

const growing = () =>
  new Uint8Array(Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]) as ArrayBuffer);

test('the bytes of a body are those at the time of the call', async () => {
  const body = Uint8Array.of(1, 2, 3);
  const call = outcomeOf((fetch) => {
    const answer = fetch('http://sim.test/', { method: 'POST', body });
    body.fill(9);
    return answer;
  });
  expect(await call).toMatchObject({ body: '010203' });
});
