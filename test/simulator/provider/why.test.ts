import { createHash, createHmac } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';

// What goes wrong in the first hour with the API: each call is refused, and `why` names the cause. Signatures are made here
// by hand, the right way and the wrong ones. What never becomes a call (https to the http port) is the log's to tell.

let now: number;
let simulator: Simulator;
let caller: Caller;
let tenant: TenantHandle;

beforeEach(async () => {
  now = NOON;
  simulator = await createSimulator({ now: () => now });
  caller = createCaller(simulator.fetch, { now: () => now });
  tenant = await simulator.control.tenant(TESTER.clientCode);
});

type Bytes = string | Uint8Array;
type Algorithm = 'sha256' | 'sha1' | 'md5';

const KEY = Buffer.from(TESTER.secretKey, 'base64');
const DATE = '2026-11-23T01:00:00.000Z';
const REQUEST = '/SignDirectDebit/Request';
const digest = (body: Bytes, algorithm: Algorithm = 'sha256') =>
  createHash(algorithm).update(body).digest('base64');
const hmac = (text: string, key: Bytes = KEY, algorithm: Algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest();
const callText = (body: Bytes) => `POST\n${digest(body)}\n${DATE}\n2.0\n`;
const tokenText = (body: Bytes) => `POST\n${digest(body)}\n${DATE}\n2.0\n/KAKAOCERT/Token`;
const BODY = JSON.stringify({ ...requestCMS(), CallCenterNum: '1600<1234', TMSTitle: '가/나' });

/** A Request whose x-kc-auth is this. */
const signedBy = (signature: string, body: Bytes = BODY, linkId = TESTER.linkId) =>
  caller.post(REQUEST, body, { 'x-kc-auth': `${linkId} ${signature}` });
/** A Token request whose signature is this. */
const tokenBy = (signature: string, body = caller.tokenBody()) =>
  caller.send('POST', '/KAKAOCERT/Token', {
    body,
    headers: {
      authorization: `LINKHUB ${TESTER.linkId} ${signature}`,
      'x-lh-date': DATE,
      'x-lh-version': '2.0',
      'content-type': 'application/json',
    },
  });
const tokenDated = (date: string) => caller.token({}, { date });
const requestWith = (changes: object) => caller.post(REQUEST, requestCMS(changes as never));
const bodySignedAs = (body: string) => signedBy(hmac(callText(body)).toString('base64'));
const verify = (id: string) => caller.get(`/SignDirectDebit/Verify/${id}`);
const bearer = (value: string) =>
  caller.send('GET', '/KAKAOCERT/Point', { headers: { authorization: value } });
const spacedOut = (value: object) =>
  `{${Object.entries(value)
    .map(([name, one]) => `"${name}": ${JSON.stringify(one)}`)
    .join(', ')}}`;
const ascii = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The mistake, what the error is, and what its reason says. */
const mistakes: readonly (readonly [string, string, RegExp, () => Promise<unknown>])[] = [
  [
    'the SecretKey of somebody else',
    'auth.signature',
    /another SecretKey/,
    () => tokenBy(hmac(tokenText(caller.tokenBody()), 'other').toString('base64')),
  ],
  [
    'no base64 decode of the SecretKey, at Token',
    'auth.signature',
    /decode it from base64/,
    () => tokenBy(hmac(tokenText(caller.tokenBody()), TESTER.secretKey).toString('base64')),
  ],
  [
    'no base64 decode of the SecretKey, at Request',
    'call.signature',
    /decode it from base64/,
    () => signedBy(hmac(callText(BODY), TESTER.secretKey).toString('base64')),
  ],
  [
    'a newline too much, at Token',
    'auth.signature',
    /final newline/,
    () => tokenBy(hmac(`${tokenText(caller.tokenBody())}\n`).toString('base64')),
  ],
  [
    'the final newline missing, at Request',
    'call.signature',
    /final newline/,
    () => signedBy(hmac(callText(BODY).slice(0, -1)).toString('base64')),
  ],
  [
    'hex instead of base64',
    'call.signature',
    /written in hex/,
    () => signedBy(hmac(callText(BODY)).toString('hex')),
  ],
  [
    'base64 of the hex',
    'call.signature',
    /in hex, and that in base64/,
    () => signedBy(Buffer.from(hmac(callText(BODY)).toString('hex')).toString('base64')),
  ],
  [
    'base64url',
    'call.signature',
    /base64url|padding/,
    () => signedBy(hmac(callText(BODY)).toString('base64url')),
  ],
  [
    'CR LF between the lines',
    'call.signature',
    /CR LF/,
    () => signedBy(hmac(callText(BODY).replaceAll('\n', '\r\n')).toString('base64')),
  ],
  [
    'API 1.0, MD5 and SHA-1',
    'call.signature',
    /API 1\.0/,
    () => signedBy(hmac(`POST\n${digest(BODY, 'md5')}\n${DATE}\n1.0\n`, KEY, 'sha1').toString('base64')),
  ],
  [
    'HMAC-SHA1',
    'call.signature',
    /HMAC-SHA1/,
    () => signedBy(hmac(callText(BODY), KEY, 'sha1').toString('base64')),
  ],
  [
    'the string of a Token request, at Request',
    'call.signature',
    /other kind of call/,
    () => signedBy(hmac(`POST\n${digest(BODY)}\n${DATE}\n2.0\n${REQUEST}`).toString('base64')),
  ],
  [
    'the digest of no body',
    'call.signature',
    /empty body/,
    () => signedBy(hmac(callText('')).toString('base64')),
  ],
  [
    'another body signed: JSON.stringify',
    'call.signature',
    /as JSON\.stringify/,
    () => signedBy(hmac(callText(BODY)).toString('base64'), JSON.stringify(JSON.parse(BODY), null, 3)),
  ],
  [
    'another body signed: Python',
    'call.signature',
    /json\.dumps \(Python\)/,
    () => bodySignedAs(ascii(spacedOut(JSON.parse(BODY)))),
  ],
  [
    'another body signed: Gson',
    'call.signature',
    /Gson/,
    () => bodySignedAs(BODY.replaceAll('<', '\\u003c')),
  ],
  [
    'another body signed: PHP',
    'call.signature',
    /json_encode \(PHP\)/,
    () => bodySignedAs(ascii(BODY).replaceAll('/', '\\/')),
  ],
  [
    'a Content-Length in characters',
    'call.signature',
    /Content-Length .* characters/,
    () => signedBy(hmac(callText(BODY)).toString('base64'), Buffer.from(BODY).subarray(0, BODY.length)),
  ],
  [
    'no x-kc-auth',
    'call.signature',
    /no x-kc-auth header/,
    () => caller.post(REQUEST, BODY, { 'x-kc-auth': '' }),
  ],
  [
    'another LinkID in x-kc-auth',
    'call.signature',
    /OTHER, but the token belongs to TESTER/,
    () => signedBy(hmac(callText(BODY)).toString('base64'), BODY, 'OTHER'),
  ],
  ['a date without Z', 'auth.date', /no Z at its end/, () => tokenDated('2026-11-23T01:00:00')],
  ['a date with a zone', 'auth.date', /another zone/, () => tokenDated('2026-11-23T10:00:00+09:00')],
  ['a date in Korean form', 'auth.date', /It is a number/, () => tokenDated('20261123100000')],
  [
    'a clock 20 minutes behind',
    'auth.dateWindow',
    /1200 s behind .*00:40:00.*01:00:00.*600 s are allowed/,
    () => tokenDated('2026-11-23T00:40:00Z'),
  ],
  ['Korean time marked as UTC', 'auth.dateWindow', /32400 s ahead/, () => tokenDated('2026-11-23T10:00:00Z')],
  [
    'a call without a date',
    'call.date',
    /no x-lh-date header/,
    () => caller.post(REQUEST, BODY, { 'x-lh-date': '' }),
  ],
  [
    'a numeric ClientCode',
    'field.access_id.format',
    /access_id must be a text; what came is a number/,
    () => caller.token({ access_id: 20040000001 }),
  ],
  [
    'no ClientCode',
    'field.access_id.required',
    /access_id is missing/,
    () => caller.token({ access_id: '' }),
  ],
  [
    'a ClientCode that there is not',
    'auth.clientCode',
    /no tenant with the client code 020049999999/,
    () => caller.token({ access_id: '020049999999' }),
  ],
  [
    'a scope that there is not',
    'auth.scope',
    /scope has 999/,
    () => caller.token({ scope: ['member', '999'] }),
  ],
  [
    'a token for the account alone',
    'auth.scope',
    /scopes member; this call needs/,
    async () => {
      const { json } = await caller.token({ scope: ['member'] });
      return caller.send('GET', '/SignDirectDebit/Status/026112310000000001', {
        headers: { authorization: `Bearer ${json.session_token}` },
      });
    },
  ],
  [
    'no Authorization at Token',
    'auth.header',
    /no Authorization header/,
    () => caller.send('POST', '/KAKAOCERT/Token', { body: '{}', headers: { 'x-lh-date': DATE } }),
  ],
  [
    'a call without a token',
    'token.missing',
    /no Authorization header/,
    () => caller.send('GET', '/KAKAOCERT/Point'),
  ],
  [
    'a token without Bearer',
    'token.malformed',
    /form "Bearer/,
    async () => bearer((await caller.token()).json.session_token),
  ],
  [
    'a token that was cut',
    'token.malformed',
    /cut or changed/,
    async () => bearer(`Bearer ${(await caller.token()).json.session_token.slice(0, -3)}`),
  ],
  [
    'a token that is old',
    'token.expired',
    /020040000001 was good until 2026-11-23T01:30:00.000Z; it is 2026-11-23T01:31/,
    async () => {
      await caller.authorization();
      now += 31 * 60_000;
      return caller.get('/KAKAOCERT/Point');
    },
  ],
  [
    'a token that a test expired',
    'token.expired',
    /tokens\/expire/,
    async () => {
      await caller.authorization();
      await tenant.tokens.expire();
      return caller.get('/KAKAOCERT/Point');
    },
  ],
  [
    'a token for another address',
    'token.ip',
    /good for 10\.0\.0\.1 alone, and the call comes from 127\.0\.0\.1/,
    async () => {
      const { json } = await caller.token({}, { forwarded: '10.0.0.1' });
      return bearer(`Bearer ${json.session_token}`);
    },
  ],
  [
    'a trailing slash',
    'path.unknown',
    /ends with a slash.*requestCMS: POST \/SignDirectDebit\/Request/,
    () => caller.post(`${REQUEST}/`, BODY),
  ],
  [
    'a misspelt path',
    'path.unknown',
    /requestCMS: POST \/SignDirectDebit\/Request/,
    () => caller.post('/SignDirectDebt/Request', BODY),
  ],
  ['GET for POST', 'method.notAllowed', /takes POST, not GET/, () => caller.get(REQUEST)],
  [
    'a field forgotten',
    'field.ReceiverName.required',
    /ReceiverName is missing/,
    () => requestWith({ ReceiverName: null }),
  ],
  [
    'a name in another case',
    'field.ReceiverHP.required',
    /case-sensitive/,
    () => requestWith({ ReceiverHP: undefined, receiverHP: '01000001234' }),
  ],
  [
    'hyphens in a number',
    'field.ReceiverHP.format',
    /digits alone.*it has hyphens/,
    () => requestWith({ ReceiverHP: '010-0000-1234' }),
  ],
  [
    'too long',
    'field.TMSTitle.length',
    /may have \d+ characters and has 200/,
    () => requestWith({ TMSTitle: '가'.repeat(200) }),
  ],
  [
    'a day that there is not',
    'field.ReceiverBirthDay.format',
    /day of the calendar/,
    () => requestWith({ ReceiverBirthDay: '19900231' }),
  ],
  [
    'a boolean as text',
    'field.isAllowSimpleRegistYN.format',
    /true or false, without quotes/,
    () => requestWith({ isAllowSimpleRegistYN: 'true' }),
  ],
  [
    'an expiry too far',
    'field.Expires_in.range',
    /from \d+ to \d+; 999999 came/,
    () => requestWith({ Expires_in: 999_999 }),
  ],
  ['no body', 'body.malformed', /body is empty/, () => caller.post(REQUEST, '')],
  [
    'a comma too much',
    'body.malformed',
    /comma stands before a closing/,
    () => caller.post(REQUEST, '{"a":1,}'),
  ],
  ['a form', 'body.malformed', /looks like a form/, () => caller.post(REQUEST, 'a=1&b=2')],
  ['a dict printed', 'body.malformed', /single quotes/, () => caller.post(REQUEST, "{'a': 1}")],
  ['encoded twice', 'body.malformed', /encoded twice/, () => caller.post(REQUEST, JSON.stringify(BODY))],
  [
    'EUC-KR',
    'body.malformed',
    /not UTF-8 .*EUC-KR/,
    () =>
      caller.post(
        REQUEST,
        Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xb0, 0xa1, 0xb3, 0xaa, 0x22, 0x7d]),
      ),
  ],
  [
    'a Content-Length in characters, signed so',
    'body.malformed',
    /Content-Length .* characters/,
    () => caller.post(REQUEST, Buffer.from(BODY).subarray(0, BODY.length)),
  ],
  [
    'not signed yet',
    'verify.notSigned',
    /not signed yet: it was requested at .*Wait until Status answers 1/,
    async () => verify(await requested(caller, requestCMS())),
  ],
  [
    'verified twice',
    'verify.already',
    /verified at 2026-11-23T01:00:00.000Z, and Verify works once/,
    async () => {
      const id = await requested(caller, requestCMS());
      await tenant.receipts.sign(id);
      await verify(id);
      return verify(id);
    },
  ],
  [
    'too late',
    'verify.tooLate',
    /signed at 2026-11-23T01:00:00.000Z; Verify is allowed for 30 minutes/,
    async () => {
      const id = await requested(caller, requestCMS());
      await tenant.receipts.sign(id);
      await tenant.clock.advance('PT31M');
      return verify(id);
    },
  ],
  [
    'expired',
    'verify.expired',
    /expired at 2026-11-23T01:05:00.000Z unsigned/,
    async () => {
      const id = await requested(caller, requestCMS());
      await tenant.clock.advance('PT6M');
      return verify(id);
    },
  ],
  [
    'a receipt that there is not',
    'receipt.unknown',
    /no receipt 026112310000099999/,
    () => verify('026112310000099999'),
  ],
  ['a receipt id that is none', 'receipt.unknown', /no receiptId of 18 digits/, () => verify('undefined')],
  [
    'a receipt of another service',
    'receipt.unknown',
    /is one of cms; getESignState/,
    async () => caller.get(`/SignToken/Status/${await requested(caller, requestCMS())}`),
  ],
  [
    'an App-to-App verify without its signature',
    'verify.signature',
    /needs the signature that the app got/,
    async () => {
      const { json } = await caller.post(REQUEST, requestCMS({ isAppUseYN: true }));
      await tenant.receipts.sign(json.receiptId);
      return verify(json.receiptId);
    },
  ],
  [
    'an error that a test arranged',
    'token.expired',
    /test arranged this error/,
    async () => {
      await tenant.outcomes.add('getCMSState', { error: 'token.expired' });
      return caller.get('/SignDirectDebit/Status/026112310000000001');
    },
  ],
];

test.each(mistakes)('%s: %s, and why', async (_, outcome, cause, make) => {
  await make();
  const calls = [...(await tenant.calls()), ...(await simulator.control.unnamedCalls())];
  const refused = calls.sort((one, other) => one.number - other.number).at(-1);
  expect([refused?.outcome, refused?.why?.en]).toEqual([outcome, expect.stringMatching(cause)]);
  expect(refused?.why?.ko).toMatch(/[가-힣]/);
  expect(JSON.stringify(refused?.why)).not.toContain(TESTER.secretKey.slice(0, 20));
});

test('what was answered has no reason', async () => {
  await requested(caller, requestCMS());
  expect((await tenant.calls()).map(({ why }) => why)).toEqual([null, null]);
});

test('a signature tells the string to sign that was expected, and the digest of what came', async () => {
  await signedBy('x');
  const why = (await tenant.calls()).at(-1)?.why;
  expect(why).toMatchObject({ stringToSign: callText(BODY), digest: digest(BODY), mistake: 'unknown' });
});

test('a body that is not kept whole is told by its digest', async () => {
  const long = JSON.stringify({ ...requestCMS(), TMSTitle: 'x'.repeat(20_000) });
  await signedBy(hmac(callText(long).slice(0, -1)).toString('base64'), long);
  const why = (await tenant.calls()).at(-1)?.why;
  expect(why).toMatchObject({ digest: digest(long), stringToSign: callText(long), mistake: 'newline' });
});

test("somebody else's receipt is told in the journal alone", async () => {
  const id = await requested(caller, requestCMS());
  const other = await simulator.tenant();
  await createCaller(simulator.fetch, { credentials: other, now: () => now }).get(
    `/SignDirectDebit/Status/${id}`,
  );
  const call = (await other.calls()).at(-1);
  expect([call?.outcome, call?.why?.en]).toEqual([
    'receipt.foreign',
    expect.stringMatching(/belongs to 020040000001/),
  ]);
});
