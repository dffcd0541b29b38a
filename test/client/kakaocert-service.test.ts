import { expect, expectTypeOf, test } from 'vitest';
import {
  type CallbackConfig,
  createKakaocertService,
  type KakaocertFailure,
  type KakaocertService,
  type RequestCMS,
  type RequestESign,
} from '../../client/index.js';
import {
  CODE,
  CREDENTIALS,
  createProvider,
  NOW,
  RECEIPT_ID,
  refusal,
  request,
  serving,
  stateAnswer,
  verifyAnswer,
} from './provider.js';

type Answers = Parameters<typeof createProvider>[0];
function start<const O extends object>(answers: Answers = {}, options: O = {} as O) {
  const provider = createProvider(answers);
  const service = createKakaocertService({
    LinkID: CREDENTIALS.linkId,
    SecretKey: CREDENTIALS.secretKey,
    AuthURL: 'http://auth.test:9080',
    ServiceURL: 'http://service.test:9080',
    fetch: provider.fetch,
    now: () => NOW,
    ...options,
  } as CallbackConfig & O);
  // biome-ignore lint/suspicious/noExplicitAny: argument lists of every length are the point
  return { provider, service, untyped: service as any };
}

/** Two callbacks and what they got, in order. `done` settles with the first call. */
function callbacks() {
  const calls: [string, unknown][] = [];
  let finish: (value: unknown) => void = () => {};
  const done = new Promise<unknown>((resolve) => {
    finish = resolve;
  });
  const note = (which: string) => (value: unknown) => {
    calls.push([which, value]);
    finish(value);
  };
  return { calls, done, success: note('success'), error: note('error') };
}

/** Lets whatever is left to happen happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('requestCMS hands over the object, as the npm SDK does', async () => {
  const { provider, service } = start();
  const { calls, done, success, error } = callbacks();
  expect(service.requestCMS(CODE, request, success, error)).toBeUndefined();
  expect(calls).toEqual([]);
  await done;
  await settled();
  expect(calls).toEqual([['success', { receiptId: RECEIPT_ID }]]);
  expect(provider.seen.map(({ origin }) => origin)).toEqual([
    'http://auth.test:9080',
    'http://service.test:9080',
  ]);
});

test('requestCMS hands over the bare id where the manual is followed', async () => {
  const { service } = start({}, { requestReturns: 'receiptId' });
  const { done, success, error } = callbacks();
  service.requestCMS(CODE, request, success, error);
  expect(await done).toBe(RECEIPT_ID);
  expectTypeOf(service.requestCMS).parameter(2).extract<(id: string) => void>().not.toBeNever();
});

/** What the success callback of requestCMS gets, by the type of the config. */
type Handed<Config extends CallbackConfig> = Parameters<
  NonNullable<Parameters<KakaocertService<Config>['requestCMS']>[3]>
>[0];

test('the types tell what request… hands over, also where the config leaves it open', () => {
  type Plain = Omit<CallbackConfig, 'requestReturns'>;
  interface Whole {
    readonly receiptId: string;
    readonly tx_id?: string;
  }
  expectTypeOf<Handed<Plain>>().toExtend<Whole>();
  expectTypeOf<Handed<Plain & { requestReturns: 'object' }>>().toExtend<Whole>();
  expectTypeOf<Handed<Plain & { requestReturns: 'receiptId' }>>().toEqualTypeOf<string>();
  expectTypeOf<Handed<CallbackConfig>>().toExtend<Whole | string>();
  expectTypeOf<string>().toExtend<Handed<CallbackConfig>>();
  expectTypeOf<{ receiptId: string }>().toExtend<Handed<CallbackConfig>>();
});

test('the two flags that the manual requires are required by the types', () => {
  type Given = Pick<RequestCMS, 'isAllowSimpleRegistYN' | 'isVerifyNameYN'>;
  expectTypeOf<Given>().toEqualTypeOf<{ isAllowSimpleRegistYN: boolean; isVerifyNameYN: boolean }>();
  expectTypeOf<Given>().toEqualTypeOf<Pick<RequestESign, 'isAllowSimpleRegistYN' | 'isVerifyNameYN'>>();
});

test('getCMSState and verifyCMS hand over the manual’s objects', async () => {
  const { service } = start();
  const [state, verified] = [callbacks(), callbacks()];
  service.getCMSState(CODE, RECEIPT_ID, state.success, state.error);
  service.verifyCMS(CODE, RECEIPT_ID, verified.success, verified.error);
  expect([await state.done, await verified.done]).toEqual([stateAnswer(), verifyAnswer()]);
});

test('the argument in the middle is optional: appUseYN', async () => {
  const { provider, service, untyped } = start();
  for (const middle of [[], [true], [false], [undefined]]) {
    const { done, success, error } = callbacks();
    untyped.requestESign(CODE, { ...request, Token: 't' }, ...middle, success, error);
    await done;
  }
  const { done, error } = callbacks();
  service.requestCMS('', request, true, undefined, error);
  await done;
  const bodies = provider.seen
    .filter((one) => one.operation === 'request')
    .map(({ body }) => JSON.parse(body));
  expect(bodies.map((body) => body.isAppUseYN)).toEqual([undefined, true, false, undefined]);
});

test('the argument in the middle is optional: Signature', async () => {
  const { provider, service } = start();
  const [plain, signed] = [callbacks(), callbacks()];
  service.verifyESign(CODE, RECEIPT_ID, plain.success, plain.error);
  service.verifyESign(CODE, RECEIPT_ID, 'sig/nature', signed.success, signed.error);
  await Promise.all([plain.done, signed.done]);
  expect(provider.seen.slice(1).map(({ path }) => path)).toEqual([
    `/SignToken/Verify/${RECEIPT_ID}`,
    `/SignToken/Verify/${RECEIPT_ID}/sig/nature`,
  ]);
});

test.each([undefined, null, ''])('a Signature of %j is the SDK’s own error', async (signature) => {
  const { provider, untyped } = start();
  const { done, success, error } = callbacks();
  untyped.verifyCMS(CODE, RECEIPT_ID, signature, success, error);
  expect(await done).toMatchObject({ code: -99999999, message: '서명값이 입력되지 않았습니다.' });
  expect(provider.seen).toEqual([]);
});

test('a refusal is handed over as code and message', async () => {
  const { service } = start({ state: () => refusal(-31010010, 400, '접수아이디가 존재하지 않습니다.') });
  const { calls, done, success, error } = callbacks();
  service.getCMSState(CODE, RECEIPT_ID, success, error);
  expect(await done).toMatchObject({ code: -31010010, message: '접수아이디가 존재하지 않습니다.' });
  await settled();
  expect(calls.length).toBe(1);
});

test('a refused connection calls the error callback, once', async () => {
  const url = await serving(
    () => {},
    async (url) => url,
  );
  const { service } = start({}, { AuthURL: url, ServiceURL: url, fetch: undefined });
  const { calls, done, success, error } = callbacks();
  service.requestCMS(CODE, request, success, error);
  expect(await done).toMatchObject({ code: -99999999, name: 'NetworkFailure' });
  await settled();
  expect(calls.length).toBe(1);
});

test('an HTML error page calls the error callback', async () => {
  const { service } = start({ verify: () => new Response('<h1>', { status: 500 }) });
  const { done, success, error } = callbacks();
  service.verifyCMS(CODE, RECEIPT_ID, success, error);
  expect(await done).toMatchObject({ code: -99999999, name: 'ContractViolation' });
});

test('misuse calls the error callback, and not before the method has returned', async () => {
  const { service } = start();
  const { calls, done, success, error } = callbacks();
  service.requestCMS(CODE, {} as typeof request, success, error);
  expect(calls).toEqual([]);
  expect(await done).toMatchObject({
    code: -99999999,
    message: '자동이체 출금동의 요청 정보가 입력되지 않았습니다.',
  });
});

test('defaultErrorHandler stands in for a missing error callback', async () => {
  const { done, error } = callbacks();
  const { service } = start({}, { defaultErrorHandler: error as (error: KakaocertFailure) => void });
  service.getCMSState('', RECEIPT_ID);
  expect(await done).toMatchObject({ message: '이용기관코드가 입력되지 않았습니다.' });
});

test('with nowhere for a failure to go, the call throws and sends nothing', async () => {
  const { provider, service } = start();
  expect(() => service.verifyCMS(CODE, RECEIPT_ID, () => {})).toThrow('pass an error callback');
  await settled();
  expect(provider.seen).toEqual([]);
});

test('a success callback may be missing', async () => {
  const { provider, service } = start();
  const { calls, error } = callbacks();
  service.getCMSState(CODE, RECEIPT_ID, undefined, error);
  while (provider.count('state') === 0) await settled();
  await settled();
  expect(calls).toEqual([]);
});

test.each(['success', 'error'])(
  'what the %s callback throws is the program’s own uncaught exception',
  async (which) => {
    const { service } = start({
      state: () => (which === 'error' ? refusal(-31010010) : Response.json(stateAnswer())),
    });
    const thrown = new Error('a bug in the callback');
    const called: string[] = [];
    const callback = (name: string) => () => {
      called.push(name);
      throw thrown;
    };
    const uncaught = await nextUncaught(() =>
      service.getCMSState(CODE, RECEIPT_ID, callback('success'), callback('error')),
    );
    await settled();
    expect(uncaught).toBe(thrown);
    expect(called).toEqual([which]);
  },
);

/** The next uncaught exception, kept from the test runner's own listeners. */
async function nextUncaught(start: () => void): Promise<unknown> {
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  try {
    return await new Promise((resolve) => {
      process.once('uncaughtException', resolve);
      start();
    });
  } finally {
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
}

test('the config keys mean what they mean to npm kakaocert', async () => {
  const { provider, service } = start(
    {},
    {
      AuthURL: undefined,
      ServiceURL: undefined,
      IPRestrictOnOff: false,
      UseStaticIP: true,
      UseLocalTimeYN: false,
    },
  );
  const { done, success, error } = callbacks();
  service.getCMSState(CODE, RECEIPT_ID, success, error);
  await done;
  expect(provider.seen.map(({ origin, path }) => origin + path)).toEqual([
    'https://static-auth.linkhub.co.kr/Time',
    'https://static-auth.linkhub.co.kr/KAKAOCERT/Token',
    `https://static-kakaocert-api.linkhub.co.kr/SignDirectDebit/Status/${RECEIPT_ID}`,
  ]);
  expect(provider.only('token').headers['x-lh-forwarded']).toBe('*');
});

test('waiting has a callback form too', async () => {
  const { service } = start();
  const { done, success, error } = callbacks();
  service.waitForCMS(CODE, RECEIPT_ID, success, error);
  expect(await done).toMatchObject({ state: 1 });
});

test('parallel first calls share a token, each with its own callback', async () => {
  const { provider, service } = start();
  const all = [callbacks(), callbacks(), callbacks()];
  for (const { success, error } of all) service.getCMSState(CODE, RECEIPT_ID, success, error);
  await Promise.all(all.map(({ done }) => done));
  expect(provider.count('token')).toBe(1);
  expect(all.map(({ calls }) => calls.length)).toEqual([1, 1, 1]);
});
