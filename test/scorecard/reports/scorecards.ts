// Sample scorecards for the tests of the reports and for the pictures in the documents. All made up.

import { type ServiceName, serviceNames } from '../../../contracts/protocol/index.js';
import { against, readBaseline } from '../../../scorecard/baseline.js';
import { faultsOf } from '../../../scorecard/faults.js';
import { renderReport } from '../../../scorecard/reports/index.js';
import type {
  Result,
  ScenarioInfo,
  Score,
  Scorecard,
  ScorecardCall,
  Verdict,
} from '../../../scorecard/scorecard.js';

export const scenarios = {
  plain: {
    id: 'flow.plain',
    group: 'flow',
    promise: {
      en: 'Requests, waits for the signature, verifies once and hands over the signed data.',
      ko: '요청하고, 서명을 기다려, 한 번 검증하고, 전자서명 데이터를 넘겨준다.',
    },
    fault: {
      cause: 'answerChanged',
      words: { en: 'did not come through the plain flow', ko: '기본 흐름을 마치지 못함' },
    },
    practice: {
      en: 'Only verify gives the evidence that the law asks for; state 1 alone proves nothing.',
      ko: '법적 증빙은 검증 응답의 signedData뿐입니다. 상태값 1만으로는 증빙이 되지 않습니다.',
    },
    source: 'manual 3.1',
  },
  answerLost: {
    id: 'verify.answerLost',
    group: 'network',
    promise: {
      en: 'When the answer to verify is lost, it reports that the result is unknown and does not verify again.',
      ko: '검증 응답을 받지 못하면 결과를 알 수 없다고 알리고, 다시 검증하지 않는다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: { en: 'called Verify again after its answer was lost', ko: '검증 응답을 잃은 뒤 다시 호출함' },
    },
    practice: {
      en: 'Verify works once. A second one is refused, and a refusal taken for “not signed” loses a valid consent. Keep the receipt and settle it by hand.',
      ko: '검증은 한 번만 됩니다. 두 번째 검증의 거절을 “서명 안 됨”으로 처리하면 유효한 동의를 잃습니다. 접수아이디를 보관하고 수기로 확인하십시오.',
    },
    source: 'manual 3.1, domain.md §6',
  },
  tampered: {
    id: 'signature.tampered',
    group: 'signedData',
    promise: {
      en: 'It refuses signed data whose content was changed after signing.',
      ko: '서명 후 내용이 바뀐 전자서명 데이터를 거부한다.',
    },
    fault: {
      cause: 'signatureUnchecked',
      words: {
        en: 'accepted a signedData whose content was changed',
        ko: '내용이 바뀐 signedData를 받아들임',
      },
    },
    practice: {
      en: 'Check the signature against the trust root before you store the consent; an unchecked one is no evidence.',
      ko: '동의를 저장하기 전에 신뢰 루트로 서명을 확인하십시오. 확인하지 않은 서명은 증빙이 아닙니다.',
    },
    source: 'signed-data.md §4',
  },
  htmlBody: {
    id: 'error.htmlBody',
    group: 'errors',
    promise: { en: 'It survives an error page in HTML.', ko: 'HTML 오류 페이지를 받아도 죽지 않는다.' },
    fault: {
      cause: 'dies',
      words: { en: 'ended at an error page in HTML', ko: 'HTML 오류 페이지에서 종료됨' },
    },
    practice: {
      en: 'Gateways answer in HTML. Read the status before you parse the body.',
      ko: '게이트웨이는 HTML로 응답하기도 합니다. 본문을 해석하기 전에 상태 코드를 확인하십시오.',
    },
    source: 'protocol.md §3',
  },
} as const satisfies Readonly<Record<string, ScenarioInfo>>;

const calls: readonly ScorecardCall[] = [
  { operation: 'token', at: 3, status: 200, outcome: 'ok' },
  { operation: 'requestCMS', at: 9, status: 200, outcome: 'ok' },
  { operation: 'getCMSState', at: 1_012, status: 200, outcome: 'ok' },
  { operation: 'verifyCMS', at: 1_020, status: null, outcome: 'commitThenDrop' },
  { operation: 'verifyCMS', at: 1_031, status: 400, outcome: 'verify.already' },
];

const tooFast = {
  id: 'poll.tooFast',
  why: {
    en: 'People need seconds to sign; poll every 3 to 5 seconds.',
    ko: '상태 확인 간격이 1초 미만입니다. 3~5초 간격으로 조회하십시오.',
  },
  times: 12,
};

/** What a verdict of each result says of itself. */
const details: Readonly<Record<Result, Partial<Verdict>>> = {
  right: {},
  fixed: { calls: calls.slice(0, 3) },
  wrong: {
    actual: 'It called verify a second time and said that the person did not sign.',
    expected: 'No second verify; a failure that says the result is unknown.',
    calls,
    stderr: 'Error: socket hang up\n    at verify (client.mjs:41:9)\n',
  },
  expected: {
    actual: 'It ended with exit code 1 and no answer.',
    expected: 'A failure with the class "provider".',
    calls,
  },
  skipped: { actual: 'The adapter does not know the command "wait".' },
};

export const verdictOf = (
  scenario: ScenarioInfo,
  service: ServiceName,
  result: Result,
  changes: Partial<Verdict> = {},
): Verdict => {
  const { actual = '', expected = '' } = { ...details[result], ...changes };
  return {
    scenario,
    service,
    result,
    actual,
    expected,
    korean: { actual: inKorean(actual), expected: inKorean(expected) },
    calls: [],
    findings: [],
    stderr: '',
    cause: result === 'wrong' || result === 'expected' ? scenario.fault.cause : null,
    duration: 1_234,
    ...details[result],
    ...changes,
  };
};

/** A made-up translation, so that the two can be told apart. */
const inKorean = (text: string) => (text === '' ? '' : `국문: ${text}`);

function scoreOf(service: ServiceName, verdicts: readonly Verdict[]): Score {
  const count = (result: Result) =>
    verdicts.filter((verdict) => verdict.service === service && verdict.result === result).length;
  const counts = {
    right: count('right'),
    wrong: count('wrong'),
    expected: count('expected'),
    fixed: count('fixed'),
    skipped: count('skipped'),
  };
  const played = counts.right + counts.wrong + counts.expected + counts.fixed;
  const good = counts.right + counts.fixed;
  return { service, ...counts, percent: played === 0 ? null : Math.floor((100 * good) / played) };
}

export const scorecardOf = (verdicts: readonly Verdict[], changes: Partial<Scorecard> = {}): Scorecard => ({
  client: 'node adapter.mjs',
  mode: 'adapter',
  about: 'sample-client 1.0.0, node 22',
  startedAt: '2026-11-23T01:00:00.000Z',
  simulatorVersion: '0.1.0',
  scores: serviceNames
    .filter((service) => verdicts.some((verdict) => verdict.service === service))
    .map((service) => scoreOf(service, verdicts)),
  verdicts,
  faults: faultsOf(verdicts),
  baseline: null,
  exitCode: verdicts.some(({ result }) => result === 'wrong' || result === 'fixed') ? 1 : 0,
  ...changes,
});

const { plain, answerLost, tampered, htmlBody } = scenarios;

const hostileText =
  '<script>alert(1)</script> ]]> --> </pre></style> &lt; " \' `|` @everyone [x](javascript:alert(1)) ' +
  '\u202Egnirts desrever\u202C \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u0000\u0008\u007f\u0085 \ud800 \ufffe 👩‍👩‍👧 값\r\n# heading\n| cell |\n';

/** The same text in each place where a client or a careless table could put it. */
const hostileScenario: ScenarioInfo = {
  id: 'x"><img src=x onerror=alert(1)>',
  group: 'a&b<c>',
  promise: { en: hostileText, ko: hostileText },
  fault: { cause: hostileText, words: { en: hostileText, ko: hostileText } },
  practice: { en: hostileText, ko: hostileText },
  source: hostileText,
};

export const scorecards = {
  clean: scorecardOf(
    serviceNames.flatMap((service) =>
      Object.values(scenarios).map((scenario) => verdictOf(scenario, service, 'right')),
    ),
  ),
  failing: scorecardOf([
    verdictOf(plain, 'cms', 'right', { findings: [tooFast] }),
    verdictOf(answerLost, 'cms', 'wrong', { findings: [{ ...tooFast, times: 3 }] }),
    verdictOf(tampered, 'cms', 'wrong', {
      actual: 'It took the changed consent for a good one.',
      expected: 'A refusal with the class "signature".',
      stderr: '',
      calls: calls.slice(0, 4).map((call) => ({ ...call, status: 200, outcome: 'ok' })),
    }),
    verdictOf(htmlBody, 'cms', 'expected'),
    verdictOf(plain, 'verifyAuth', 'right'),
    verdictOf(answerLost, 'verifyAuth', 'wrong'),
    verdictOf(tampered, 'verifyAuth', 'right'),
    verdictOf(htmlBody, 'verifyAuth', 'fixed'),
    verdictOf(plain, 'esign', 'right'),
    verdictOf(answerLost, 'esign', 'skipped'),
    verdictOf(tampered, 'esign', 'right'),
    verdictOf(htmlBody, 'esign', 'right'),
  ]),
  dreadful: scorecardOf(
    Object.values(scenarios).flatMap((scenario) => [
      verdictOf(scenario, 'cms', 'wrong'),
      verdictOf(scenario, 'verifyAuth', 'wrong', { actual: 'It called verify twice.' }),
      verdictOf(scenario, 'esign', 'wrong'),
    ]),
  ),
  fixed: scorecardOf([verdictOf(plain, 'cms', 'right'), verdictOf(htmlBody, 'cms', 'fixed')]),
  expected: scorecardOf([verdictOf(plain, 'cms', 'right'), verdictOf(htmlBody, 'cms', 'expected')]),
  compared: against(
    scorecardOf([
      verdictOf(plain, 'cms', 'right'),
      verdictOf(answerLost, 'cms', 'wrong'),
      verdictOf(tampered, 'cms', 'wrong'),
      verdictOf(htmlBody, 'cms', 'right'),
      verdictOf(plain, 'esign', 'right'),
    ]),
    readBaseline(
      renderReport(
        'json',
        scorecardOf([
          verdictOf(plain, 'cms', 'wrong'),
          verdictOf(answerLost, 'cms', 'right'),
          verdictOf(tampered, 'cms', 'skipped'),
          verdictOf(htmlBody, 'cms', 'right'),
        ]),
      ),
    ),
  ),
  empty: scorecardOf([], { about: '', exitCode: 2 }),
  skipped: scorecardOf(
    serviceNames.map((service) => verdictOf(plain, service, 'skipped')),
    { mode: 'journal' },
  ),
  hostile: scorecardOf(
    [
      verdictOf(hostileScenario, 'cms', 'wrong', {
        actual: hostileText,
        expected: hostileText,
        stderr: hostileText.repeat(20),
        calls: [{ operation: hostileText, at: 1, status: null, outcome: hostileText }],
        findings: [{ id: hostileText, why: { en: hostileText, ko: hostileText }, times: 1 }],
      }),
      verdictOf(hostileScenario, 'verifyAuth', 'expected', { actual: hostileText, expected: hostileText }),
      verdictOf(hostileScenario, 'verifyAuth', 'skipped', { actual: hostileText }),
      verdictOf(hostileScenario, 'verifyAuth', 'fixed', { actual: hostileText, expected: hostileText }),
      verdictOf(hostileScenario, 'esign', 'right', { stderr: hostileText }),
    ],
    { client: hostileText, about: hostileText + 'oneword'.repeat(60) },
  ),
} as const satisfies Readonly<Record<string, Scorecard>>;

export type SampleScorecard = keyof typeof scorecards;
export const sampleScorecards = Object.keys(scorecards) as readonly SampleScorecard[];
