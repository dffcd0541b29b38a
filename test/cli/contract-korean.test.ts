import { expect, test } from 'vitest';
import { printedLearned } from '../../cli/contract-learned.js';
import { describeRefusedCheckIn } from '../../cli/contract-live.js';
import { planLive } from '../../cli/contract-plan.js';
import { contractCases, runContract } from '../../contracts/index.js';
import { CheckInRefused } from '../../contracts/suite/check-in.js';
import { compareForms, describeForms } from '../../contracts/suite/recording/compare-forms.js';
import { type DriftKind, driftKinds, summarizeDrift } from '../../contracts/suite/recording/drift.js';
import { formsOf } from '../../contracts/suite/recording/forms.js';
import { renderContract } from '../../contracts/suite/report.js';
import { createSimulator } from '../../simulator/index.js';
import { englishIn } from '../support/english.js';
import { liveEnvironment } from '../support/stand-in.js';

// What a case promises and why it was skipped is the suite's own text, and English; all that stands around it is Korean.

test('the plan of a live run is Korean where that is asked for', async () => {
  const cases = contractCases.filter(({ id }) => id.startsWith('cms.verify.'));
  const text = await planLive(cases, liveEnvironment, {
    calls: 3,
    messages: 2,
    asJson: false,
    language: 'ko',
  });
  expect(text).toMatch(/^아무것도 호출하지 않았습니다\./);
  expect(text).toContain('--calls 3, --messages 2 한도에서 중간에 끝납니다.');
  expect(englishIn(text.replaceAll(/^ +- .*$/gm, ''))).toEqual([]);
});

test('what came of a run, and what it taught, stands between Korean words', async () => {
  const cases = contractCases.filter(({ id }) => id.startsWith('cms.verify.'));
  const simulator = await createSimulator({ errors: { 'verify.already': { code: -99_000_001 } } });
  const results = await runContract(simulator, { cases });
  const faulty = results.map((one) => ({ ...one, verdict: 'broken' as const, why: '이유' }));
  const seen = { code: -1, status: 400, message: '거절', errorId: 'verify.already', case: 'a', exchange: 0 };
  const learned = {
    errors: [{ ...seen, from: seen, ours: { code: -2, status: 400, message: '거절' } }],
    doubtful: (['caller', 'lawful', 'conflict'] as const).map((doubt) => ({
      errorId: 'verify.already',
      doubt,
      seen: [seen],
    })),
    config: { errors: {}, verified: {} },
  };
  const text = renderContract(faulty as never, learned as never, 'ko');
  expect(text).toMatch(/^약속 \d+개: 충족 0, 위반 \d+, 가정과 다름 0, 건너뜀 0$/m);
  expect(englishIn(text.replaceAll(/^ {2}(약속|근거) .*$/gm, ''))).toEqual([]);
  expect(englishIn(printedLearned(learned.config).ko)).toEqual([]);
});

test('whoever is not let in is told so in Korean', () => {
  const refused = new CheckInRefused('TESTER', {
    status: 401,
    json: { code: -1, message: '인증 실패' },
    text: '',
  } as never);
  expect(englishIn(describeRefusedCheckIn(refused).ko)).toEqual([]);
});

test('every kind of drift is told in Korean', () => {
  const drifts = (Object.keys(driftKinds) as DriftKind[]).flatMap((kind) => [
    {
      case: 'cms.verify.once',
      exchange: 3,
      operation: 'verifyCMS' as const,
      where: 'status',
      kind,
      now: 200,
    },
    {
      case: 'cms.verify.tooLate',
      exchange: 3,
      operation: 'verifyCMS' as const,
      where: 'status',
      kind,
      now: 200,
    },
  ]);
  const lines = summarizeDrift(drifts, 'ko');
  expect(lines).toHaveLength(Object.keys(driftKinds).length);
  expect(lines.flatMap(englishIn)).toEqual([]);
});

test('how forms differ is told in Korean', async () => {
  const cases = contractCases.filter(({ id }) => id === 'cms.verify.answered');
  const formsIn = async (form: 'der' | 'observed') =>
    formsOf(await runContract(await createSimulator({ form }), { cases }));
  const own = [...(await formsIn('der')), ...(await formsIn('observed'))].map((form, at) => ({
    ...form,
    name: `form-${at}`,
  }));
  const text = describeForms(compareForms(await formsIn('der'), own, 'ko'), 'ko');
  expect(text).toContain('형식과 같음');
  expect(text).toMatch(/곳이 다름:/);
  // The lines of both structures stay as they are.
  expect(englishIn(text.replaceAll(/(있음): .*$/gm, '$1'))).toEqual([]);
  expect(englishIn(describeForms([{ recorded: own[0] as never, ours: [] }], 'ko'))).toEqual([]);
});
