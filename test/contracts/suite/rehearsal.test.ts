import { afterEach, describe, expect, test } from 'vitest';
import {
  type CaseResult,
  contractCases,
  createCatalogue,
  replay,
  runContract,
  summarizeDrift,
  writeRecording,
} from '../../../contracts/index.js';
import { learn } from '../../../contracts/suite/learned.js';
import { unknownCases } from '../../../contracts/suite/unknown.js';
import { createSimulator } from '../../../simulator/index.js';
import { createStandIn, liveEnvironment, type StandInOptions } from '../../support/stand-in.js';

// Rehearsals of the one run that somebody with an account will make: stand-ins that behave as nobody can rule out for the
// real service. None is reported as broken for what nobody promised, and none teaches what is not so.

const LONG = 120_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const people = [
  liveEnvironment.KAKAOCERT_RECEIVER_NAME,
  liveEnvironment.KAKAOCERT_RECEIVER_HP,
  liveEnvironment.KAKAOCERT_RECEIVER_BIRTHDAY,
];
const facts = { at: Date.parse('2026-12-01T03:00:00Z'), isLive: true, secrets: [], people };

async function rehearse(options: StandInOptions, ids = /./) {
  const { target, close, messages } = await createStandIn(options);
  closing.push(close);
  const cases = contractCases.filter(({ id }) => ids.test(id));
  const { close: _, ...open } = target;
  const results = await runContract(open, { cases });
  return { results, learned: learn(results, facts), messages: await messages() };
}

const broken = (results: readonly CaseResult[]) =>
  results.filter(({ verdict }) => verdict === 'broken').map(({ case: { id }, why }) => `${id}: ${why}`);

/** Refusals that nobody but this service has: codes, statuses and words. */
const ownErrors = Object.fromEntries(
  [...createCatalogue().keys()].map((id, at) => [
    id,
    { code: -32_000_000 - at, status: id.startsWith('verify.') ? 422 : 400, message: `시험 오류 ${at}` },
  ]),
);
ownErrors['receipt.foreign'] = ownErrors['receipt.unknown'] as (typeof ownErrors)[string];

describe('a service with codes of its own', () => {
  test(
    'is not broken, and what it teaches makes our simulator equal to it',
    async () => {
      const { results, learned } = await rehearse({ simulator: { errors: ownErrors } });
      expect(broken(results)).toEqual([]);
      expect(learned.doubtful).toEqual([]);
      const { errors } = learned.config;
      expect(Object.keys(errors).length).toBeGreaterThan(65);
      for (const [id, row] of Object.entries(errors)) expect([id, row]).toEqual([id, ownErrors[id]]);

      const recording = writeRecording(results, { ...facts, target: 'live' });
      const drifts = await replay(recording, await createSimulator({ errors }));
      expect(summarizeDrift(drifts)).toEqual([]);
    },
    LONG,
  );

  test('a learned code names the case and the call that taught it', async () => {
    const { learned } = await rehearse({ simulator: { errors: ownErrors } }, /^cms\.verify\.once$/);
    const [error] = learned.errors;
    expect(error).toMatchObject({ errorId: 'verify.already', ...ownErrors['verify.already'] });
    // Request, Verify, Verify again.
    expect(error?.from).toMatchObject({ case: 'cms.verify.once', exchange: 2 });
    expect(error?.ours.code).toBe(createCatalogue().get('verify.already')?.code);
  });
});

type Json = Record<string, unknown>;

/** A service whose answers of one kind are other than ours. */
const altering =
  (isMeant: (path: string) => boolean, alter: (json: Json) => Json): NonNullable<StandInOptions['behave']> =>
  (send) =>
  async (url, init) => {
    const response = await send(url, init);
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    if (response.status !== 200 || !isJson || !isMeant(new URL(url).pathname)) return response;
    const { status, headers } = response;
    return new Response(JSON.stringify(alter((await response.json()) as Json)), { status, headers });
  };

/** A service that refuses Requests for more than their lengths. */
const strict =
  (refuses: (body: Json) => object | undefined): NonNullable<StandInOptions['behave']> =>
  (send) =>
  (url, init) => {
    const body = url.endsWith('/Request')
      ? readObject(String(Buffer.from((init?.body as Uint8Array) ?? [])))
      : {};
    const refusal = refuses(body);
    return refusal === undefined ? send(url, init) : Promise.resolve(jsonResponse(400, refusal));
  };

const readObject = (text: string): Json => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
};

const jsonResponse = (status: number, json: object) =>
  new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } });

const matches = (value: unknown, pattern: RegExp) => !value || pattern.test(String(value));

/** What a bank would ask of the fields of a consent, and a messenger of a phone number. */
const pickyAbout = (body: Json): object | undefined => {
  const faults: readonly (readonly [boolean, number, string])[] = [
    [matches(body.ReceiverHP, /^01[016-9]\d{7,8}$/), -31_060_001, '휴대폰번호가 올바르지 않습니다.'],
    [
      matches(body.BankCode, /^0(?:0[2347]|11|2[03]|3[124579]|45|48|71|8[189]|9[02])$/),
      -31_060_002,
      '참가기관이 아닙니다.',
    ],
    [matches(body.BankAccountNum, /^[\d*-]{8,20}$/), -31_060_003, '계좌번호가 올바르지 않습니다.'],
    [!body.SubClientID, -31_060_004, '등록되지 않은 별칭코드입니다.'],
    [matches(body.CallCenterNum, /^[\d-]{8,13}$/), -31_060_005, '고객센터 전화번호가 올바르지 않습니다.'],
    [matches(body.ClientUserID, /^[\w-]*$/), -31_060_006, '납부자번호가 올바르지 않습니다.'],
    [matches(body.ReceiverName, /^[가-힣a-zA-Z ]*$/), -31_060_007, '성명이 올바르지 않습니다.'],
    [
      !body.isVerifyNameYN || matches(body.ReceiverName, /^김시험$/),
      -31_060_008,
      '실명이 일치하지 않습니다.',
    ],
    [Number(body.Expires_in ?? 60) >= 30, -31_060_009, '만료시간은 30초 이상이어야 합니다.'],
  ];
  const fault = faults.find(([isRight]) => !isRight);
  return fault && { code: fault[1], message: fault[2] };
};

/** The other services answer as CMS does, apart from what is signed. */
const NOT_TWICE = /^(?!esign|verifyAuth\.(?!request\.(talk|accepted)))/;

describe('a service that nobody has promised to be like ours is not broken', () => {
  test.each<[string, StandInOptions, readonly string[]]>([
    [
      'tx_id: null where there is none',
      {
        behave: altering(
          (path) => path.endsWith('/Request'),
          (json) => ({ tx_id: null, ...json }),
        ),
      },
      [],
    ],
    [
      '"" for what is null',
      {
        behave: altering(
          (path) => path.includes('/Status/'),
          (json) => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, value ?? ''])),
        ),
      },
      [],
    ],
    [
      'nothing at all for what is null',
      {
        behave: altering(
          (path) => path.includes('/Status/'),
          (json) => Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null)),
        ),
      },
      ['status.fields'],
    ],
    [
      'more members than we know',
      {
        behave: altering(
          () => true,
          (json) => ({ ...json, serverTime: '20261201000000' }),
        ),
      },
      ['status.fields'],
    ],
    [
      'a holder of the account who must be the receiver',
      {
        behave: strict((body) =>
          matches(body.BankAccountName, /^$/) || body.BankAccountName === body.ReceiverName
            ? undefined
            : { code: -31_060_010, message: '예금주와 수신자가 다릅니다.' },
        ),
      },
      ['field.BankAccountName.longest'],
    ],
    [
      'fields that are strict',
      { behave: strict(pickyAbout) },
      [
        'field.BankAccountNum.longest',
        'field.ClientUserID.longest',
        'request.subClient.unknown',
        'field.Expires_in.least',
      ],
    ],
    [
      'signedData in BER, padded, from a root that nobody knows',
      {
        simulator: { form: 'observed' },
        live: { trust: undefined },
        behave: altering(
          (path) => path.includes('/Verify/'),
          ({ signedData, ...rest }) => ({
            ...rest,
            signedData: String(signedData).padEnd(Math.ceil(String(signedData).length / 4) * 4, '='),
          }),
        ),
      },
      [],
    ],
    ['long answers compressed unasked', { simulator: { gzip: 'always' } }, ['cms.status.gzip.unasked']],
    [
      'a state of its own after Verify',
      {
        behave: altering(
          (path) => path.includes('/Status/'),
          (json) => (json.verifyDT == null ? json : { ...json, payload: null }),
        ),
      },
      ['verify.stateAfter'],
    ],
  ])(
    '%s',
    async (_, options, differing) => {
      const people = { 박시험: { refuses: 'person.nameMismatch' } } as const;
      const env = { KAKAOCERT_OTHER_NAME: '박시험' };
      const { results, learned } = await rehearse(
        { env, ...options, simulator: { people, ...options.simulator } },
        NOT_TWICE,
      );
      expect(broken(results)).toEqual([]);
      const differs = results.filter(({ verdict }) => verdict === 'differs').map(({ case: { id } }) => id);
      if (differing.length === 0) expect(differs).toEqual([]);
      for (const part of differing) expect(differs.join('\n')).toContain(part);
      // No code of another fault is entered, as that of a holder for that of a length.
      for (const [id, row] of Object.entries(learned.config.errors)) {
        expect([id, row?.code]).not.toEqual(['field.BankAccountName.length', -31_060_010]);
        expect(id).not.toMatch(/^(receipt|verify|auth|token)\./);
      }
    },
    LONG,
  );
});

/** A service that answers like this whatever is asked of the named path. */
const answering =
  (
    isMeant: (path: string, body: string) => boolean,
    status: number,
    json: object,
  ): NonNullable<StandInOptions['behave']> =>
  (send) =>
  (url, init) =>
    isMeant(new URL(url).pathname, String(init?.body ?? ''))
      ? Promise.resolve(jsonResponse(status, json))
      : send(url, init);

describe('what is seen and not learned', () => {
  test.each([
    ['a code of Linkhub about the session', 400, -99_000_026],
    ['a code that nobody knows, as 401', 401, -31_090_001],
    ['points that are used up', 400, -99_005_001],
  ])('%s is no code of a field, a receipt or a Verify', async (_, status, code) => {
    const behave = answering((path) => path.startsWith('/Sign'), status, { code, message: '시험' });
    const { learned, results } = await rehearse({ behave }, /^cms\.(field\..*required|verify\.unknown)$/);
    expect(results.every(({ refusals }) => refusals.length > 0)).toBe(true);
    expect(learned.config.errors).toEqual({});
    expect(learned.errors).toEqual([]);
    expect(new Set(learned.doubtful.map(({ doubt }) => doubt))).toEqual(new Set(['caller']));
  });

  test('a code that a plain Request gets too is no code of a field', async () => {
    const behave = answering((path) => path.endsWith('/Request'), 400, {
      code: -31_099_999,
      message: '점검',
    });
    const { learned } = await rehearse({ behave }, /^cms\.(request\.accepted|field\.TMSTitle\..*)$/);
    expect(learned.config.errors).toEqual({});
    expect(learned.doubtful.map(({ doubt, errorId }) => [doubt, errorId])).toEqual([
      ['lawful', 'field.TMSTitle.required'],
      ['lawful', 'field.TMSTitle.format'],
      ['lawful', 'field.TMSTitle.length'],
    ]);
  });

  test('two cases that teach different codes are both shown, and nothing is entered', async () => {
    const behave = answering((path) => path.startsWith('/SignToken/Verify'), 400, {
      code: -31_055_555,
      message: '시험 접수 건 없음',
    });
    const { learned } = await rehearse({ behave }, /^(cms|esign)\.verify\.unknown$/);
    expect(learned.config.errors).toEqual({});
    expect(learned.doubtful).toMatchObject([
      {
        errorId: 'receipt.unknown',
        doubt: 'conflict',
        seen: [
          { case: 'cms.verify.unknown', code: -31_010_010, exchange: 0 },
          { case: 'esign.verify.unknown', code: -31_055_555, exchange: 0 },
        ],
      },
    ]);
  });

  test('words about the receiver are no words of a table', async () => {
    const code = -31_044_444;
    const behave = answering((path) => path.includes('/Verify/'), 400, {
      code,
      message: '김시험님의 접수 건이 없습니다.',
    });
    const { learned } = await rehearse({ behave }, /^cms\.verify\.unknown$/);
    expect(learned.config.errors['receipt.unknown']).toEqual({ code, status: 400 });
  });
});

describe('a run that goes on another day', () => {
  const ids = /^cms\.(verify|status)\./;

  test('a spent budget ends with what was learned, and only what is unknown is played after', async () => {
    const first = await rehearse(
      { simulator: { errors: ownErrors }, live: { budget: { calls: 5000, messages: 3 } } },
      ids,
    );
    expect(first.messages).toBe(3);
    const before = first.learned.config;
    const played = first.results.filter(({ verdict }) => verdict !== 'skipped').map(({ case: { id } }) => id);
    expect(played.length).toBeGreaterThan(2);
    for (const id of played) expect(before.verified[`case:${id}`]).toBe('2026-12-01');

    const rest = unknownCases(
      contractCases.filter(({ id }) => ids.test(id)),
      before,
    ).map(({ id }) => id);
    expect(rest.length).toBeGreaterThan(3);
    expect(rest.filter((id) => played.includes(id))).toEqual([]);
    const { target, close } = await createStandIn({ simulator: { errors: ownErrors } });
    closing.push(close);
    const { close: _, ...open } = target;
    const results = await runContract(
      { ...open, errors: before.errors },
      { cases: contractCases.filter(({ id }) => rest.includes(id)) },
    );
    const both = learn(results, { ...facts, before }).config;
    expect(both.errors).toMatchObject(before.errors);
    expect(Object.keys(both.errors)).toContain('verify.already');
    expect(both.verified).toMatchObject(before.verified);
  });

  test('a run that is stopped while a person is waited for keeps what it has, and blames nobody', async () => {
    const stop = new AbortController();
    const { target, close } = await createStandIn({
      simulator: { sign: 'never' },
      live: {
        sleep: () => {
          stop.abort();
          return Promise.reject(new Error('The sleep was ended.'));
        },
      },
    });
    closing.push(close);
    const { close: _, ...open } = target;
    const cases = contractCases.filter(({ id }) => /^cms\.verify\.(unknown|once|answered)$/.test(id));
    const results = await runContract(open, { cases, signal: stop.signal });
    expect(results.map(({ case: { id }, verdict, why }) => [id, verdict, why])).toEqual([
      ['cms.verify.unknown', 'kept', ''],
      ['cms.verify.answered', 'skipped', 'the run was stopped'],
    ]);
    expect(learn(results, facts).errors.map(({ errorId }) => errorId)).toEqual(['receipt.unknown']);
  });
});
