import { expect, test } from 'vitest';
import {
  createClient,
  isKakaocertError,
  KakaocertError,
  type KakaocertFailure,
  MisuseError,
} from '../../client/index.js';
import { CODE, CREDENTIALS, createProvider, failure, RECEIPT_ID, request } from './provider.js';

const provider = createProvider();
const client = createClient({ ...CREDENTIALS, fetch: provider.fetch });
// biome-ignore lint/suspicious/noExplicitAny: callers without types are the point
const untyped = client as any;

test.each<[string, () => Promise<unknown>]>([
  ['이용기관코드가 입력되지 않았습니다.', () => client.requestCMS('', request)],
  ['이용기관코드가 입력되지 않았습니다.', () => untyped.getCMSState(undefined, RECEIPT_ID)],
  ['이용기관코드가 입력되지 않았습니다.', () => untyped.verifyESign(20040000001, RECEIPT_ID)],
  ['자동이체 출금동의 요청 정보가 입력되지 않았습니다.', () => untyped.requestCMS(CODE, {})],
  ['자동이체 출금동의 요청 정보가 입력되지 않았습니다.', () => untyped.requestCMS(CODE, null)],
  ['본인인증 요청정보가 입력되지 않았습니다.', () => untyped.requestVerifyAuth(CODE)],
  ['간편 전자서명 요청정보가 입력되지 않았습니다.', () => untyped.requestESign(CODE, 'text')],
  ['접수아이디가 입력되지 않았습니다.', () => client.getCMSState(CODE, '')],
  ['접수아이디가 입력되지 않았습니다.', () => untyped.verifyAuth(CODE, null)],
  ['접수아이디가 입력되지 않았습니다.', () => untyped.waitForCMS(CODE)],
  ['서명값이 입력되지 않았습니다.', () => client.verifyCMS(CODE, RECEIPT_ID, { signature: '' })],
  ['서명값이 입력되지 않았습니다.', () => untyped.verifyESign(CODE, RECEIPT_ID, { signature: null })],
  ['접수아이디는 20자 이하의 영숫자 문자열이어야 합니다.', () => client.getCMSState(CODE, '../Request')],
  ['접수아이디는 20자 이하의 영숫자 문자열이어야 합니다.', () => client.verifyCMS(CODE, `${RECEIPT_ID}\n`)],
  ['접수아이디는 20자 이하의 영숫자 문자열이어야 합니다.', () => untyped.verifyCMS(CODE, Number(RECEIPT_ID))],
  ...['a b', 'a?b', 'a#b', '../x', 'a\\b', '서명', 'a\nb'].map(
    (signature) =>
      [
        '서명값에 URL 경로로 보낼 수 없는 문자가 있습니다.',
        () => client.verifyCMS(CODE, RECEIPT_ID, { signature }),
      ] as [string, () => Promise<unknown>],
  ),
  [
    'AppToApp 인증을 지원하지 않는 서비스입니다.',
    () => untyped.requestVerifyAuth(CODE, request, { appUseYN: true }),
  ],
  ['요청 정보를 JSON으로 변환할 수 없습니다.', () => untyped.requestCMS(CODE, { ...request, PayLoad: 1n })],
])('%s', async (message, call) => {
  const error = await failure(call());
  expect(error).toBeInstanceOf(MisuseError);
  expect(error).toMatchObject({ code: -99999999, message });
  expect(provider.seen).toEqual([]);
});

test.each<object>([
  { linkId: undefined },
  { linkId: '' },
  { linkId: 'two words' },
  { secretKey: undefined },
  { secretKey: '비밀' },
  { timeout: 0 },
  { timeout: Number.POSITIVE_INFINITY },
  { timeout: '30' },
  { authUrl: 'auth.linkhub.co.kr' },
  { authUrl: 'ftp://auth.linkhub.co.kr' },
  { serviceUrl: 'https://user:password@host' },
  { serviceUrl: 'https://host/?x' },
])('createClient refuses %j', (options) => {
  expect(() => createClient({ ...CREDENTIALS, ...options } as never)).toThrow(MisuseError);
});

test('createClient without options is misuse, and its message shows no secret', () => {
  expect(() => createClient(undefined as never)).toThrow('"linkId" must be');
  expect(() => createClient({ linkId: 'X', secretKey: 'geheim!' })).not.toThrow('geheim');
});

test('unknown options are ignored: a simulator’s tenant can be spread in', async () => {
  const tenant = { ...CREDENTIALS, clientCode: CODE, clock: {}, receipts: {}, calls: async () => [] };
  await createClient({ ...tenant, fetch: createProvider().fetch, now: () => 0 }).getCMSState(
    CODE,
    RECEIPT_ID,
  );
});

test('every failure is of one family, and name tells which', async () => {
  const error = await failure(client.getCMSState(CODE, ''));
  expect(error).toBeInstanceOf(KakaocertError);
  expect(error).toBeInstanceOf(Error);
  if (!isKakaocertError(error)) throw error;
  expect(describeFailure(error)).toBe('misuse of getCMSState');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'MisuseError',
    message: '접수아이디가 입력되지 않았습니다.',
    code: -99999999,
    operation: 'getCMSState',
    maybeDelivered: false,
  });
  expect((error as Error).stack).toMatch(/^MisuseError: 접수아이디가/);
});

/** Compiles only if `name` discriminates the whole union. */
function describeFailure(error: KakaocertFailure): string {
  switch (error.name) {
    case 'ProviderRefusal':
      return `${error.code} ${error.status}`;
    case 'ContractViolation':
      return error.evidence.text;
    case 'NetworkFailure':
      return `${error.reason} ${error.maybeDelivered}`;
    case 'SignatureError':
      return error.result.signedData;
    case 'MisuseError':
      return `misuse of ${error.operation}`;
  }
}
