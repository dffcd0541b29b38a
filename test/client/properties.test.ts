import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createClient,
  createKakaocertService,
  isKakaocertError,
  type KakaocertClient,
} from '../../client/index.js';
import {
  CODE,
  CREDENTIALS,
  createProvider,
  NOW,
  RECEIPT_ID,
  request,
  stateAnswer,
  tokenAnswer,
  verifyAnswer,
} from './provider.js';

const good: object[] = [
  tokenAnswer(),
  stateAnswer(),
  verifyAnswer(),
  { receiptId: RECEIPT_ID },
  { code: -31010010, message: '거절' },
  { code: -99000026, message: '만료' },
  { code: -99010004, message: '시간' },
];

/** A good message with a field changed or cut short: nearer to the truth than random bytes. */
const nearlyGood = fc
  .tuple(fc.constantFrom(...good), fc.string(), fc.jsonValue(), fc.nat(600))
  .map(([message, junk, value, cut]) => {
    const fields = Object.keys(message);
    const field = fields[junk.length % fields.length] ?? junk;
    return Buffer.from(JSON.stringify({ ...message, [field]: value }).slice(0, cut));
  });
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  nearlyGood,
  fc.json().map((text) => Buffer.from(text)),
  fc.constantFrom(...good).map((message) => Buffer.from(JSON.stringify(message))),
  fc.constant(Buffer.from('2022-05-04T01:00:38Z')),
);
const answer = fc
  .record({
    status: fc.oneof(fc.constant(200), fc.constantFrom(400, 401, 500), fc.integer({ min: 200, max: 599 })),
    type: fc.constantFrom('application/json', 'text/html', ''),
    body,
    lost: fc.nat(9).map((n) => n === 0),
  })
  .map(({ status, type, body, lost }) => async () => {
    if (lost) throw new TypeError('fetch failed');
    const hasNoBody = [204, 205, 304].includes(status);
    return new Response(hasNoBody ? null : new Uint8Array(body), {
      status,
      headers: { 'content-type': type },
    });
  });

const calls: readonly ((client: KakaocertClient) => Promise<unknown>)[] = [
  (client) => client.requestCMS(CODE, request),
  (client) => client.requestVerifyAuth(CODE, { ...request, Token: 't' }),
  (client) => client.requestESign(CODE, { ...request, Token: 't' }, { appUseYN: true }),
  (client) => client.getCMSState(CODE, RECEIPT_ID),
  (client) => client.getVerifyAuthState(CODE, RECEIPT_ID),
  (client) => client.getESignState(CODE, RECEIPT_ID),
  (client) => client.verifyCMS(CODE, RECEIPT_ID),
  (client) => client.verifyAuth(CODE, RECEIPT_ID),
  (client) => client.verifyESign(CODE, RECEIPT_ID, { signature: 's' }),
];

/** Any answers in any order; whoever asks for more gets the last one again. */
const providerOf = (answers: readonly (() => Promise<Response>)[], goodToken: boolean) => {
  const next = (_seen: unknown, count: number) =>
    (answers[count - 1] ?? answers.at(-1))?.() ?? Response.error();
  return createProvider({
    request: next,
    state: next,
    verify: next,
    time: next,
    ...(goodToken ? {} : { token: next }),
  });
};

test('whatever is answered, every method settles with a result or one of our errors, within few calls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...calls),
      fc.boolean(),
      async (answers, call, goodToken) => {
        const provider = providerOf(answers, goodToken);
        const client = createClient({ ...CREDENTIALS, now: () => NOW, fetch: provider.fetch });
        try {
          expect(await call(client)).toBeTypeOf('object');
        } catch (error) {
          expect(isKakaocertError(error), String(error)).toBe(true);
          expect(JSON.stringify(error)).not.toContain(CREDENTIALS.secretKey);
        }
        expect(provider.count('verify')).toBeLessThanOrEqual(1);
        expect(provider.seen.length).toBeLessThanOrEqual(10);
      },
    ),
    { numRuns: 400 },
  );
});

test('waiting ends too, where answers do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), async (answers) => {
      const provider = createProvider({
        state: (_seen, count) => answers[count - 1]?.() ?? Response.json(stateAnswer({ state: 2 })),
      });
      const client = createClient({
        ...CREDENTIALS,
        now: () => NOW,
        fetch: provider.fetch,
        sleep: async () => {},
      });
      try {
        expect((await client.waitForCMS(CODE, RECEIPT_ID)).state).toBeGreaterThan(0);
      } catch (error) {
        expect(isKakaocertError(error), String(error)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('whatever is answered, exactly one callback is called, once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (answers, goodToken) => {
        const service = createKakaocertService({
          LinkID: CREDENTIALS.linkId,
          SecretKey: CREDENTIALS.secretKey,
          now: () => NOW,
          fetch: providerOf(answers, goodToken).fetch,
        });
        const called: unknown[] = [];
        await new Promise<void>((resolve) => {
          const note = (value: unknown) => {
            called.push(value);
            resolve();
          };
          service.verifyCMS(CODE, RECEIPT_ID, note, note);
        });
        await new Promise((resolve) => setImmediate(resolve));
        expect(called.length).toBe(1);
      },
    ),
    { numRuns: 150 },
  );
});

test('whatever JSON object is requested, its bytes arrive unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }),
      async (fields) => {
        const provider = createProvider();
        const client = createClient({ ...CREDENTIALS, now: () => NOW, fetch: provider.fetch });
        const before = JSON.stringify(fields);
        await client.requestCMS(CODE, fields as unknown as typeof request);
        expect(provider.only('request').body).toBe(before);
        expect(JSON.stringify(fields)).toBe(before);
      },
    ),
    { numRuns: 150 },
  );
});
