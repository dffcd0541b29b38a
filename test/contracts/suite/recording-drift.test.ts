import { beforeAll, describe, expect, test } from 'vitest';
import * as client from '../../../client/index.js';
import {
  contractCases,
  createCatalogue,
  describeDrift,
  type RecordedCase,
  type Recording,
  readRecording,
  recordingText,
  replay,
  runContract,
  summarizeDrift,
  writeRecording,
} from '../../../contracts/index.js';
import { formatDT } from '../../../contracts/protocol/index.js';
import { instantOf } from '../../../contracts/suite/cases/dates.js';
import { compareCases } from '../../../contracts/suite/recording/compare.js';
import { createSimulator } from '../../../simulator/index.js';
import { TESTER } from '../../support/caller.js';

// A recording of a simulator that was altered on purpose, replayed against the true one, tells the alterations.

const facts = { target: 'sim', at: Date.parse('2026-11-23T01:00:00Z'), secrets: [], people: [] };

type Answer = { status: number; type: string; json: Record<string, unknown> };

/** Whether an answer is to be altered, and how. */
type Alteration = (path: string, answer: Answer) => Answer;

async function recordAltered(alter: Alteration = (_, answer) => answer, ids = /./): Promise<Recording> {
  const simulator = await createSimulator();
  const fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    const path = new URL(url).pathname;
    const response = await simulator.fetch(url, init);
    const type = response.headers.get('content-type') ?? '';
    if (path.startsWith('/_sim') || !type.startsWith('application/json')) return response;
    const answer = alter(path, {
      status: response.status,
      type,
      json: (await response.json()) as Answer['json'],
    });
    return new Response(JSON.stringify(answer.json), {
      status: answer.status,
      headers: { ...Object.fromEntries(response.headers), 'content-type': answer.type },
    });
  };
  const cases = contractCases.filter(({ id }) => ids.test(id));
  return writeRecording(await runContract({ fetch, client }, { cases }), facts);
}

const driftOf = async (recording: Recording) => replay(recording, { ...(await createSimulator()), client });

/** The lines without where they were seen. */
const told = async (recording: Recording) =>
  summarizeDrift(await driftOf(recording)).map((line) => line.replace(/ \([^()]*\)$/, ''));

/** Runs of the whole suite; the machine may be busy with others. */
const LONG = 90_000;

describe('a recording of the true simulator', () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordAltered();
  }, LONG);

  test('has every case, kept, and is small enough to keep', () => {
    expect(recording.cases).toHaveLength(contractCases.length);
    expect(recording.cases.filter(({ verdict }) => verdict !== 'kept')).toEqual([]);
    expect(recordingText(recording).length).toBeLessThan(2_000_000);
  });

  test(
    'replays without drift',
    async () => {
      expect(summarizeDrift(await driftOf(recording))).toEqual([]);
    },
    LONG,
  );
});

test(
  'a recording without a control plane, with one token for all and a person who signs, replays without drift',
  async () => {
    const { fetch, control, tenant } = await createSimulator();
    const person = { ReceiverName: '김시험', ReceiverHP: '01000007777', ReceiverBirthDay: '19811231' };
    const { receipts } = await control.tenant(TESTER.clientCode);
    const cases = contractCases.filter(
      ({ id }) => /^(cms|token|url|point)\./.test(id) && !id.includes('.field.'),
    );
    const results = await runContract(
      {
        fetch,
        controlPlane: false,
        receiver: person,
        secondTenant: await tenant(),
        async sign(receiptId, state) {
          await state();
          await receipts.sign(receiptId);
          await state();
        },
      },
      { cases },
    );
    const secrets = [TESTER.secretKey];
    const recording = writeRecording(results, { ...facts, secrets, people: Object.values(person) });
    const verdicts = new Set(recording.cases.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual(['kept', 'skipped']);
    const text = recordingText(recording);
    for (const value of [...secrets, ...Object.values(person)]) expect(text).not.toContain(value);
    expect(summarizeDrift(await driftOf(readRecording(text)))).toEqual([]);
  },
  LONG,
);

const isStatus = (path: string, { status }: Answer) =>
  path.startsWith('/SignDirectDebit/Status/') && status === 200;
const isRefusal = ({ json }: Answer, errorId: string) => json.code === createCatalogue().get(errorId)?.code;

/** Each with the cases of CMS that see it, and the lines that are expected. */
const alterations: Readonly<Record<string, readonly [Alteration, readonly string[]]>> = {
  'receiptId for receiptID in Status': [
    (path, answer) => {
      const { receiptID, ...rest } = answer.json;
      return isStatus(path, answer) ? { ...answer, json: { receiptId: receiptID, ...rest } } : answer;
    },
    ['getCMSState /receiptId: a field has another name: recorded "receiptId", now "receiptID"'],
  ],
  'expires_in as a text': [
    (path, answer) =>
      isStatus(path, answer)
        ? {
            ...answer,
            json: {
              ...answer.json,
              expires_in: answer.json.expires_in === 300 ? '300' : answer.json.expires_in,
            },
          }
        : answer,
    ['getCMSState /expires_in: the type differs: recorded "300", now 300'],
  ],
  'another code of verify.already': [
    (path, answer) =>
      path.startsWith('/SignDirectDebit/') && isRefusal(answer, 'verify.already')
        ? { ...answer, json: { ...answer.json, code: -31_019_999, message: '이미 끝났습니다.' } }
        : answer,
    ['verifyCMS /code: the code differs: recorded -31019999, now -31010023'],
  ],
  'HTTP 500 for one error': [
    (path, answer) =>
      path.startsWith('/SignDirectDebit/') && isRefusal(answer, 'body.malformed')
        ? { ...answer, status: 500 }
        : answer,
    ['requestCMS status: the HTTP status differs: recorded 500, now 400'],
  ],
  'another content-type': [
    (path, answer) =>
      path === '/SignDirectDebit/Request' && answer.status === 200
        ? { ...answer, type: 'application/json' }
        : answer,
    [
      'requestCMS header content-type: the header differs: recorded "application/json", now "application/json; charset=utf-8"',
    ],
  ],
  'a field less': [
    (path, answer) => {
      const { callCenterName, ...rest } = answer.json;
      return isStatus(path, answer) && callCenterName !== null ? { ...answer, json: rest } : answer;
    },
    ['getCMSState /callCenterName: a field was not recorded: recorded nothing, now "시험 고객센터"'],
  ],
  'a field more': [
    (path, answer) =>
      path.startsWith('/SignDirectDebit/Verify/') && answer.status === 200
        ? { ...answer, json: { ...answer.json, signerName: '홍시험' } }
        : answer,
    ['verifyCMS /signerName: a recorded field is missing now: recorded "<name>", now nothing'],
  ],
  'requests that live an hour longer': [
    (path, answer) =>
      isStatus(path, answer) && answer.json.expires_in === 300
        ? { ...answer, json: { ...answer.json, expireDT: later(String(answer.json.expireDT)) } }
        : answer,
    ['getCMSState /expireDT after requestDT: the value differs: recorded "3900 s", now "300 s"'],
  ],
  'the receipt of somebody else': [
    (path, answer) =>
      path.startsWith('/SignDirectDebit/Verify/') && answer.status === 200
        ? { ...answer, json: { ...answer.json, receiptId: '020010101000000001' } }
        : answer,
    [
      'verifyCMS /receiptId: it is about another receipt: recorded "receiptId 2 of the case", now "receiptId 1 of the case"',
    ],
  ],
  'signedData in plain base64': [
    (path, answer) =>
      path.startsWith('/SignDirectDebit/Verify/') && answer.status === 200
        ? { ...answer, json: { ...answer.json, signedData: plain(String(answer.json.signedData)) } }
        : answer,
    [
      'verifyCMS /signedData: it is something else: recorded "<signedData: base64, DER>", now "<signedData: base64url, DER>"',
    ],
  ],
};

/** The cases that see them, but one: it verifies three receipts, so after a foreign id it counts all of them otherwise. */
const seeing = /^cms\.(request|status|verify)\.(?!talk\.signature$)/;

const plain = (base64url: string) => Buffer.from(base64url, 'base64url').toString('base64');
/** An hour later, of the same day or the next. */
const later = (dt: string) => formatDT(instantOf(dt) + 3_600_000);

test.each(Object.entries(alterations))('%s is told, and nothing else', async (_, [alter, lines]) => {
  expect(await told(await recordAltered(alter, seeing))).toEqual(lines);
});

test('several alterations at a time are told together', async () => {
  const chosen = [
    'another code of verify.already',
    'HTTP 500 for one error',
    'another content-type',
    'a field less',
  ];
  const both = chosen.flatMap((name) => (alterations[name] === undefined ? [] : [alterations[name]]));
  const alter: Alteration = (path, answer) => both.reduce((result, [one]) => one(path, result), answer);
  const lines = await told(await recordAltered(alter, seeing));
  expect([...lines].sort()).toEqual(both.flatMap(([, expected]) => expected).sort());
});

test('who wins a race is no drift', async () => {
  const recording = await recordAltered(undefined, /^cms\.verify\.once/);
  const reversed = recording.cases.map((one) => {
    const start = one.exchanges.findIndex(({ operation }) => operation === 'verifyCMS');
    const verifies = one.exchanges.slice(start);
    return { ...one, exchanges: [...one.exchanges.slice(0, start), ...verifies.reverse()] };
  });
  const drifted = (await driftOf({ ...recording, cases: reversed })).map((drift) => drift.case);
  // But of calls one after another the order counts.
  expect(new Set(drifted)).toEqual(new Set(['cms.verify.once']));
});

test('a call less is told', async () => {
  const { cases, ...rest } = await recordAltered(undefined, /^url\.answered$/);
  const shorter = cases.map((one) => ({ ...one, exchanges: one.exchanges.slice(0, -1) }));
  expect((await driftOf({ ...rest, cases: shorter })).map(describeDrift)).toEqual([
    'url.answered calls: the calls are not the same: recorded 2, now 3',
  ]);
});

test('a message may name a receipt: only its words count', () => {
  const saying = (message: string): RecordedCase => ({
    id: 'cms.status.unknown',
    verdict: 'kept',
    exchanges: [
      {
        operation: 'getCMSState',
        method: 'GET',
        target: '/',
        sent: { headers: {}, body: null },
        answered: { status: 400, headers: {}, body: { json: { code: -1, message } } },
      },
    ],
  });
  const driftTo = (was: string, is: string) => compareCases(saying(was), saying(is));
  expect(driftTo('접수 건 <receiptId-3> (없음)', '접수 건 <receiptId-9> (없음)')).toEqual([]);
  expect(driftTo('<person-1> 요청', '시험 요청')).toEqual([]);
  expect(driftTo('시험 요청', '<person-1> 요청')).toEqual([]);
  expect(driftTo('접수 건 <receiptId-3> (없음)', '접수 건 <receiptId-3> [없음]')).toMatchObject([
    { kind: 'value', recorded: '접수 건 <receiptId> (없음)', now: '접수 건 <receiptId> [없음]' },
  ]);
});

test('a case that the suite no longer has, and a verdict that nothing else explains, are told', async () => {
  const { cases, ...rest } = await recordAltered(undefined, /^(time\.text|point\.answered)$/);
  const [time, point] = cases;
  const recording = {
    ...rest,
    cases: [
      { ...time, verdict: 'broken' },
      { ...point, id: 'no.such' },
    ],
  } as Recording;
  expect((await driftOf(recording)).map(describeDrift)).toEqual([
    'time.text verdict: the verdict differs: recorded "broken", now "kept"',
    'no.such case: the suite has no such case: recorded "kept", now nothing',
  ]);
});

test('a case that was skipped is not run', async () => {
  const { cases, ...rest } = await recordAltered(undefined, /^time\.text$/);
  const skipped = cases.map((one) => ({ ...one, verdict: 'skipped' as const, exchanges: [] }));
  const { fetch } = await createSimulator();
  const paths: string[] = [];
  const listening = (url: string, init?: RequestInit) => {
    paths.push(new URL(url).pathname);
    return fetch(url, init);
  };
  expect(await replay({ ...rest, cases: skipped }, { fetch: listening })).toEqual([]);
  expect(paths.filter((path) => path.includes('/tenants'))).toEqual([]);
});
