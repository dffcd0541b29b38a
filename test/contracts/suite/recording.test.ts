import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CaseResult,
  contractCases,
  type Exchange,
  NotRedactedError,
  operations,
  type RecordingFacts,
  readRecording,
  recordingFileName,
  recordingText,
  runContract,
  writeRecording,
} from '../../../contracts/index.js';
import { fieldsOf } from '../../../contracts/protocol/field.js';
import { redactionOf } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/requests.js';
import { createSimulator } from '../../../simulator/index.js';

const facts: RecordingFacts = {
  target: 'sim',
  at: Date.parse('2026-11-23T01:00:00Z'),
  secrets: [],
  people: [],
};

const exchange = (changes: Partial<Exchange['sent']> & Partial<Exchange['answered']> = {}): Exchange => ({
  operation: 'requestCMS',
  method: 'POST',
  target: '/SignDirectDebit/Request',
  sent: { headers: {}, body: '' },
  answered: { status: 200, headers: {}, body: '{}' },
  ...changes,
});

const resultOf = (...exchanges: Exchange[]): CaseResult => ({
  case: { id: 'cms.request.accepted', promise: '.', source: '', fidelity: 'manual' },
  verdict: 'kept',
  why: '',
  notes: [],
  refusals: [],
  exchanges,
  witnessed: { rows: new Set(), arranged: new Set() },
});

const answering = (json: object, more: Partial<Exchange> = {}): Exchange => ({
  ...exchange(),
  answered: { status: 200, headers: {}, body: JSON.stringify(json) },
  ...more,
});

const write = (exchanges: readonly Exchange[], known: Partial<RecordingFacts> = {}) =>
  writeRecording([resultOf(...exchanges)], { ...facts, ...known });

const firstOf = (recording: ReturnType<typeof write>) => {
  const found = recording.cases[0]?.exchanges[0];
  if (found === undefined) throw new Error('No exchange was recorded.');
  return found;
};

test('every field of every message tells what is kept of it', () => {
  const names = Object.values(operations)
    .flatMap((operation) => ['input', 'output'].map((side) => (operation as Record<string, unknown>)[side]))
    .filter((schema) => schema !== undefined)
    .flatMap((schema) => fieldsOf(schema as Parameters<typeof fieldsOf>[0]).map(([name]) => name));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => redactionOf(name) === undefined)).toEqual([]);
});

/** The fields of which a recording keeps the value. */
const keptOf = (request: object) =>
  Object.fromEntries(Object.entries(request).filter(([name]) => redactionOf(name) === 'keep'));

test('a Request and its Verify: who it is about is gone, what belongs together still does', () => {
  const token = `${'Ab3'.repeat(20)}.${'Cd4'.repeat(20)}`;
  const id = '026112310000000001';
  const headers = {
    authorization: `Bearer ${token}`,
    'x-kc-auth': `PARTNER ${'Ef5/'.repeat(11)}`,
    'x-lh-date': '2026-11-23T01:00:00.000Z',
    'user-agent': 'somebody',
  };
  const recording = write([
    {
      ...exchange(),
      sent: { headers, body: JSON.stringify(requestCMS()) },
      answered: answering({ receiptId: id }).answered,
    },
    {
      ...answering({
        receiptId: id,
        signedData: Buffer.from(`0\x82${'x'.repeat(200)}`, 'latin1').toString('base64url'),
      }),
      operation: 'verifyCMS',
      method: 'GET',
      target: `/SignDirectDebit/Verify/${id}/q1w2e3r4`,
      sent: { headers: { authorization: `Bearer ${token}` }, body: '' },
    },
    answering({ receiptID: id, regDT: '20261123100005', expireDT: '20261123100505', verifyDT: null }),
  ]);
  const [request, verify, state] = recording.cases[0]?.exchanges ?? [];
  expect(request?.sent.headers).toEqual({
    authorization: 'Bearer <token-1>',
    'user-agent': '<not kept>',
    'x-kc-auth': '<linkId-1> <mac-1>',
    'x-lh-date': '<instant.ms+0>',
  });
  expect(request?.sent.body).toMatchObject({
    json: {
      ...keptOf(requestCMS()),
      ReceiverBirthDay: '<birthDate-1>',
      ReceiverHP: '<phone-1>',
      ReceiverName: '<name-1>',
      BankAccountName: '<name-1>',
      BankAccountNum: '<account-1>',
      ClientUserID: '<payerNumber-1>',
    },
  });
  expect(verify?.target).toBe('/SignDirectDebit/Verify/<receiptId-1>/<signature-1>');
  expect(verify?.sent.headers).toEqual({ authorization: 'Bearer <token-1>' });
  expect(verify?.answered.body).toEqual({
    json: { receiptId: '<receiptId-1>', signedData: '<signedData-1: base64url, 202 bytes, DER>' },
  });
  expect(state?.answered.body).toEqual({
    json: { receiptID: '<receiptId-1>', regDT: '<DT+5>', expireDT: '<DT+305>', verifyDT: null },
  });
});

test('a name within a longer name is not taken for it', () => {
  const body = JSON.stringify({ ...requestCMS(), ReceiverName: '홍시', BankAccountName: '홍시험' });
  const refusal = { status: 400, headers: {}, body: '{"code":-1,"message":"홍시험 ≠ 홍시"}' };
  const { answered } = firstOf(write([{ ...exchange({}), sent: { headers: {}, body }, answered: refusal }]));
  expect(answered.body).toEqual({ json: { code: -1, message: '<name-2> ≠ <name-1>' } });
});

test('an id in a text before the field that tells what it is', () => {
  const id = '026112310000000001';
  const recording = write([
    answering({ code: -1, message: `접수 건 ${id} 없음` }),
    answering({ receiptId: id }),
  ]);
  expect(firstOf(recording).answered.body).toEqual({
    json: { code: -1, message: '접수 건 <receiptId-1> 없음' },
  });
});

test('why a case was skipped may name a receipt too', () => {
  const id = '026112310000000001';
  const why = `nobody signed receipt ${id} in time`;
  const results = [{ ...resultOf(answering({ receiptId: id })), verdict: 'skipped' as const, why }];
  const [recorded] = writeRecording(results, facts).cases;
  expect(recorded?.why).toBe('nobody signed receipt <receiptId-1> in time');
  const calling = results.map((one) => ({ ...one, why: 'nobody answered 010-0000-5678' }));
  expect(() => writeRecording(calling, facts)).toThrow('a mobile number at /cases/0/why');
});

test('what the provider may add one day is kept by its form alone', () => {
  const added = { signer: { fullName: '홍시험', no: 19700101, isAdult: true, tags: ['vip'] }, none: null };
  expect(firstOf(write([answering(added)])).answered.body).toEqual({
    json: {
      signer: {
        fullName: '<unknown-1: 3 characters>',
        no: '<unknown-2: number>',
        isAdult: true,
        tags: ['<unknown-3: 3 characters>'],
      },
      none: null,
    },
  });
});

test('a page of some gateway is kept by its length alone', () => {
  const page = { status: 502, headers: {}, body: '<html>somebody@somewhere.kr</html>' };
  expect(firstOf(write([exchange({}), { ...exchange(), answered: page }])).answered.body).toEqual({
    json: {},
  });
  expect(firstOf(write([{ ...exchange(), answered: page }])).answered.body).toEqual({
    text: '<text-1: 34 characters>',
  });
});

const known = { people: ['홍시험', '01000001234', '19700101'], secrets: ['s3cret/+key=='] };

test.each([
  ['in words', '홍시험 님은 회원이 아닙니다.'],
  ['in JSON', '{"n":"\\ud64d\\uc2dc\\ud5d8"}'],
  ['in an address', `a?b=${encodeURIComponent('홍시험')}&c`],
  ['decomposed', `x ${'홍시험'.normalize('NFD')} y`],
  ['as base64', Buffer.from('이 사람은 홍시험 입니다.').toString('base64')],
  ['with hyphens', '010-0000-1234 로 연락'],
  ['masked', '홍*험 님의 휴대폰 010-****-1234'],
  ['as a written date', '1970-01-01 생'],
  ['a secret', 'the key s3cret/+key== is wrong'],
])('a known value is found %s', (_, message) => {
  const { json } = firstOf(write([answering({ code: -1, message })], known)).answered.body as {
    json: { message: string };
  };
  expect(json.message).toMatch(/<(person|secret|encoded)-\d+/);
  expect(json.message).not.toMatch(/홍|1234|ud64d|%ED|0000|1970|s3cret/);
});

test.each([
  ['a mobile number', '문의: 010-0000-5678', '/answered/body/json/message'],
  ['a mobile number', '문의: +82 10-0000-5678', '/answered/body/json/message'],
  ['a resident registration number', '번호 000101-3000000', '/answered/body/json/message'],
  ['an e-mail address', 'somebody@mail.test', '/answered/body/json/message'],
  ['a long base64 text', `key ${'aB3'.repeat(15)}`, '/answered/body/json/message'],
])('%s that nobody announced ends the writing, and its place is told', (what, message, place) => {
  const writing = () => write([answering({ code: -1, message })]);
  expect(writing).toThrow(NotRedactedError);
  expect(writing).toThrow(`${what} at /cases/0/exchanges/0${place}`);
  expect(writing).not.toThrow(message);
});

test('the cases that can not be kept are named, and the others still can', () => {
  const results = ['010-0000-5678', '없음'].map((message, at) => ({
    ...resultOf(answering({ code: -1, message })),
    case: { id: `case.${at}`, promise: '.', source: '', fidelity: 'manual' as const },
  }));
  const affected = caught(() => writeRecording(results, facts)).cases;
  expect(affected).toEqual(['case.0']);
  const kept = results.filter(({ case: { id } }) => !affected.includes(id));
  expect(writeRecording(kept, facts).cases.map(({ id }) => id)).toEqual(['case.1']);
});

function caught(write: () => unknown): NotRedactedError {
  try {
    write();
  } catch (error) {
    if (error instanceof NotRedactedError) return error;
  }
  throw new Error('It was written.');
}

test('a file that somebody changed by hand is looked at again', () => {
  const text = recordingText(write([answering({ code: -1, message: '없음' })]));
  expect(recordingText(readRecording(text))).toBe(text);
  expect(() => readRecording(text.replace('없음', '010-0000-5678'))).toThrow(NotRedactedError);
  expect(() => readRecording('{"format":2}')).toThrow('no recording of format 1');
});

test('a recording written twice is equal, but for its date', async () => {
  const cases = contractCases.filter(({ id }) => id.startsWith('esign.verify.'));
  const results = await runContract(await createSimulator(), { cases });
  const [first, again] = [1000, 2000].map((at) => ({
    ...writeRecording(results, { ...facts, at }),
    date: '',
  }));
  expect(first).toEqual(again);
});

test('a file is named by its day and target, without credentials', () => {
  const named = (target: string) => recordingFileName(write([], { target }));
  expect(named('live')).toBe('recording-2026-11-23-live.json');
  expect(named('http://me:password@127.0.0.1:9080/x')).toBe('recording-2026-11-23-127.0.0.1-9080.json');
});

// With Hangul in it: two Latin letters may stand in any word, and are not looked for.
const people = fc.stringMatching(/^[가-힣][가-힣🦁"'\\/<>&A-Za-z0-9 -]{1,11}$/u);

test('whoever it is about and whatever opens it, nothing of it is in the file', () => {
  const refused: unknown[] = [];
  fc.assert(
    fc.property(
      fc.record({
        name: people,
        suffix: people,
        secret: fc.stringMatching(/^[A-Za-z0-9+/=_-]{8,40}$/),
        token: fc.base64String({ minLength: 12, maxLength: 80 }),
        around: fc.tuple(people, people),
        account: fc.stringMatching(/^[0-9*-]{6,20}$/).filter((text) => new Set(text).size > 1),
      }),
      ({ name, suffix, secret, token, around, account }) => {
        const longer = name + suffix;
        const body = {
          ...requestCMS(),
          ReceiverName: name,
          BankAccountName: longer,
          BankAccountNum: account,
        };
        const told = around.join(`${longer}|${name}|${secret}|${account}`);
        const exchanges: Exchange[] = [
          {
            ...answering({ code: -1, message: told, [`x${secret}`]: longer, ReceiverName: name }),
            target: `/SignDirectDebit/Status/1?who=${encodeURIComponent(longer)}`,
            sent: {
              headers: { authorization: `Bearer ${token}`, location: secret },
              body: JSON.stringify(body),
            },
          },
        ];
        const all = [name, longer, secret, account, token];
        let text: string;
        try {
          text = recordingText(
            write(exchanges, { people: [name, longer, account], secrets: [secret, token] }),
          );
        } catch (error) {
          // What is around may look like somebody of itself; then nothing is written.
          if (!(error instanceof NotRedactedError)) throw error;
          refused.push(error.message);
          return;
        }
        const { sent, answered, target } = firstOf(JSON.parse(text));
        const values = [target, JSON.stringify(sent.headers), leavesOf(sent.body), leavesOf(answered.body)]
          .join('\n')
          .replaceAll(/<[a-zA-Z]+-\d+(?:: [^<>]*)?>/g, '\0');
        // The fixture's own words may hold a short name; only what stands beside them counts.
        for (const value of all) expect(values.includes(value)).toBe(false);
        const request = sent.body as { json: Record<string, string> };
        const answer = answered.body as { json: Record<string, string> };
        expect(answer.json.ReceiverName).toBe(request.json.ReceiverName);
        if (name !== longer) expect(request.json.ReceiverName).not.toBe(request.json.BankAccountName);
      },
    ),
    { numRuns: 300 },
  );
  expect(refused.length, refused.join('\n')).toBeLessThan(15);
});

function leavesOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(leavesOf).join('\n');
}
