import { expect, expectTypeOf, test } from 'vitest';
import type { ResultCMS } from '../../client/index.js';
import { CODE, RECEIPT_ID, request, start } from './provider.js';

test('a Token request carries the signature of the test vector', async () => {
  const { provider, client } = start();
  await client.getCMSState(CODE, RECEIPT_ID);
  const { origin, method, path, body, headers } = provider.only('token');
  expect([origin, method, path]).toEqual(['https://auth.linkhub.co.kr', 'POST', '/KAKAOCERT/Token']);
  expect(body).toBe('{"access_id":"020040000001","scope":["member","310","320","330"]}');
  expect(headers).toEqual({
    authorization: 'LINKHUB TESTER t+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=',
    'content-type': 'application/json',
    'x-lh-date': '2022-05-04T01:00:38Z',
    'x-lh-version': '2.0',
  });
});

test('without the restriction to one address, x-lh-forwarded is sent and signed', async () => {
  const { provider, client } = start({}, { ipRestrict: false });
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.only('token').headers).toMatchObject({
    'x-lh-forwarded': '*',
    authorization: 'LINKHUB TESTER h0xxcx/PxrdXBIQWrNZk6KdOdUlF5HIhkx4K1YqKabw=',
  });
});

test('a Request carries the body signature of the test vector', async () => {
  const { provider, client } = start();
  await client.requestCMS(CODE, { CallCenterNum: '1600-8536', Expires_in: 60 } as typeof request);
  const { origin, method, path, body, headers } = provider.only('request');
  expect([origin, method, path]).toEqual([
    'https://kakaocert-api.linkhub.co.kr',
    'POST',
    '/SignDirectDebit/Request',
  ]);
  expect(body).toBe('{"CallCenterNum":"1600-8536","Expires_in":60}');
  expect(headers).toEqual({
    authorization: 'Bearer session-token-of-thirty-characters',
    'content-type': 'application/json;charset=utf-8',
    'x-kc-auth': 'TESTER EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=',
    'x-lh-date': '2022-05-04T01:00:38Z',
    'x-lh-version': '2.0',
  });
});

test('Status and Verify are bare GETs with the session token', async () => {
  const { provider, client } = start();
  await client.getCMSState(CODE, RECEIPT_ID);
  await client.verifyCMS(CODE, RECEIPT_ID);
  expect(provider.only('state')).toMatchObject({
    method: 'GET',
    path: `/SignDirectDebit/Status/${RECEIPT_ID}`,
    headers: { authorization: 'Bearer session-token-of-thirty-characters' },
    body: '',
  });
  expect(provider.only('verify').path).toBe(`/SignDirectDebit/Verify/${RECEIPT_ID}`);
});

test.each([
  [{}, 'https://auth.linkhub.co.kr', 'https://kakaocert-api.linkhub.co.kr'],
  [{ useStaticIp: true }, 'https://static-auth.linkhub.co.kr', 'https://static-kakaocert-api.linkhub.co.kr'],
  [
    { useStaticIp: true, useGaIp: true },
    'https://ga-auth.linkhub.co.kr',
    'https://ga-kakaocert-api.linkhub.co.kr',
  ],
  [
    { authUrl: 'http://127.0.0.1:9080/', serviceUrl: 'http://[::1]:9081', useGaIp: true },
    'http://127.0.0.1:9080',
    'http://[::1]:9081',
  ],
])('hosts with %j', async (options, auth, service) => {
  const { provider, client } = start({}, options);
  await client.getCMSState(CODE, RECEIPT_ID);
  expect(provider.only('token').origin).toBe(auth);
  expect(provider.only('state').origin).toBe(service);
});

test('a path before the API is kept and not signed', async () => {
  const { provider, client } = start({}, { authUrl: 'http://gateway.test/kakao/' });
  await client.getCMSState(CODE, RECEIPT_ID).catch(() => {});
  expect(provider.seen[0]).toMatchObject({
    path: '/kakao/KAKAOCERT/Token',
    headers: { authorization: 'LINKHUB TESTER t+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=' },
  });
});

test('falsy fields reach the wire as they are, and the caller’s object is not written into', async () => {
  const { provider, client } = start();
  const given = Object.freeze({ ...request, Expires_in: 0, SubClientID: '', TMSMessage: null });
  await client.requestCMS(CODE, given, { appUseYN: false });
  expect(JSON.parse(provider.only('request').body)).toEqual({ ...given, isAppUseYN: false });
  expect(given).not.toHaveProperty('isAppUseYN');
});

test('the object’s own isAppUseYN stands unless the option says otherwise', async () => {
  const { provider, client } = start();
  await client.requestESign(CODE, { ...request, Token: 't', isAppUseYN: true });
  await client.requestESign(CODE, { ...request, Token: 't', isAppUseYN: true }, { appUseYN: false });
  const sent = provider.seen.filter((one) => one.operation === 'request').map((one) => JSON.parse(one.body));
  expect(sent.map((body) => body.isAppUseYN)).toEqual([true, false]);
});

test('an App-to-App signature is the raw rest of the path', async () => {
  const { provider, client } = start();
  await client.verifyCMS(CODE, RECEIPT_ID, { signature: 'a/b+c==%2F$&' });
  expect(provider.only('verify').path).toBe(`/SignDirectDebit/Verify/${RECEIPT_ID}/a/b+c==%2F$&`);
});

test('each service has its own paths, and one token serves them all', async () => {
  const { provider, client } = start();
  await client.requestVerifyAuth(CODE, { ...request, Token: 't' });
  await client.getVerifyAuthState(CODE, RECEIPT_ID);
  await client.verifyAuth(CODE, RECEIPT_ID);
  await client.waitForVerifyAuth(CODE, RECEIPT_ID);
  await client.requestESign(CODE, { ...request, Token: 't' });
  await client.getESignState(CODE, RECEIPT_ID);
  await client.verifyESign(CODE, RECEIPT_ID, { signature: 'sig' });
  await client.waitForESign(CODE, RECEIPT_ID);
  expect(provider.seen.map(({ path }) => path)).toEqual([
    '/KAKAOCERT/Token',
    '/SignIdentity/Request',
    `/SignIdentity/Status/${RECEIPT_ID}`,
    `/SignIdentity/Verify/${RECEIPT_ID}`,
    `/SignIdentity/Status/${RECEIPT_ID}`,
    '/SignToken/Request',
    `/SignToken/Status/${RECEIPT_ID}`,
    `/SignToken/Verify/${RECEIPT_ID}/sig`,
    `/SignToken/Status/${RECEIPT_ID}`,
  ]);
});

test('the client has exactly twelve methods', () => {
  expect(Object.keys(start().client).sort()).toEqual([
    'getCMSState',
    'getESignState',
    'getVerifyAuthState',
    'requestCMS',
    'requestESign',
    'requestVerifyAuth',
    'verifyAuth',
    'verifyCMS',
    'verifyESign',
    'waitForCMS',
    'waitForESign',
    'waitForVerifyAuth',
  ]);
});

test('types come from the schemas', () => {
  const { client } = start();
  expectTypeOf(client.getCMSState).returns.resolves.toEqualTypeOf<ResultCMS>();
  expectTypeOf(client.waitForCMS).returns.resolves.toHaveProperty('state').toEqualTypeOf<1 | 2>();
  expectTypeOf(client.requestVerifyAuth).parameter(2).not.toHaveProperty('appUseYN');
  expectTypeOf(client.requestCMS).returns.resolves.toEqualTypeOf<{ receiptId: string; tx_id?: string }>();
});
