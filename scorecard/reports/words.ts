// The words of the reports in both languages. `{n}` stands for a number.

import type { Text } from '../../contracts/protocol/index.js';

export const words = {
  title: { en: 'kakaoCert client scorecard', ko: 'kakaoCert 연동 진단표' },
  language: { en: 'Language', ko: '언어' },
  client: { en: 'Client', ko: '클라이언트' },
  about: { en: 'It says of itself', ko: '클라이언트 정보' },
  judgedAt: { en: 'Judged', ko: '판정 일시' },
  simulator: { en: 'Simulator', ko: '시뮬레이터' },
  mode: { en: 'Judged by', ko: '판정 방식' },
  adapter: { en: 'what it answers, and what it calls', ko: '응답과 호출 기록' },
  journal: { en: 'its calls alone (it speaks no adapter protocol)', ko: '호출 기록만 (어댑터 없음)' },
  clean: {
    en: 'This client does everything right that was asked of it.',
    ko: '점검한 모든 항목이 정상입니다.',
  },
  cleanButExpected: {
    en: 'Nothing is wrong but what was expected.',
    ko: '예상된 오류 외에는 모두 정상입니다.',
  },
  notClean: {
    en: 'To fix: {n} ({failures} failures over all services).',
    ko: '고쳐야 할 항목: {n}개 (서비스 전체 실패 {failures}건)',
  },
  failuresOf: { en: 'failures: {n}', ko: '실패 {n}건' },
  severity: { en: 'How bad it is', ko: '심각도' },
  fault: { en: 'What it did wrong', ko: '잘못된 동작' },
  noHabits: {
    en: 'Its calls showed no bad habit. How it bears what goes wrong was not judged.',
    ko: '호출에서 나쁜 습관이 발견되지 않았습니다. 문제 상황에서의 동작은 진단하지 않았습니다.',
  },
  habits: {
    en: 'Habits to drop: {n} (found {failures} times over all services).',
    ko: '고쳐야 할 습관: {n}개 (서비스 전체 {failures}건)',
  },
  habitsOf: {
    en: 'found: {found}; looked for, not found: {right}; no call could show: {skipped}',
    ko: '발견 {found}개, 확인했으나 없음 {right}개, 해당 호출 없음 {skipped}개',
  },
  habitsFound: { en: 'habits found: {n}', ko: '발견된 습관 {n}개' },
  habitsHeading: { en: 'Habits by service', ko: '서비스별 습관' },
  unjudgedHeading: { en: 'What could not be judged', ko: '진단하지 못한 것' },
  unjudged: {
    en: 'What it does with refusals, with answers that are lost or broken, and with a forged signedData: the program was run once, and nothing went wrong. An adapter shows that (docs/conformance/adapter-protocol.md).',
    ko: '거절, 유실되거나 깨진 응답, 위조된 signedData에 대한 동작: 프로그램을 한 번 실행했고 아무 문제도 일으키지 않았습니다. 어댑터를 쓰면 확인할 수 있습니다(docs/conformance/adapter-protocol.md).',
  },
  baselineHeading: { en: 'Against the baseline', ko: '기준 진단표와 비교' },
  better: { en: 'Better (wrong then, right now)', ko: '좋아짐 (그때 오류, 지금 정상)' },
  worse: { en: 'Worse (right then, wrong now)', ko: '나빠짐 (그때 정상, 지금 오류)' },
  newRight: { en: 'New, and right (not played then)', ko: '새 항목, 정상 (그때 실행 안 함)' },
  newWrong: { en: 'New, and wrong (not played then)', ko: '새 항목, 오류 (그때 실행 안 함)' },
  same: { en: 'Nothing is better or worse.', ko: '좋아지거나 나빠진 항목이 없습니다.' },
  onlyFixed: {
    en: 'Nothing new is wrong, but the list of expected failures is out of date.',
    ko: '새로운 오류는 없으나, 예상 오류 목록이 최신이 아닙니다.',
  },
  notJudged: {
    en: 'This client could not be judged. The log of the run says why.',
    ko: '이 클라이언트를 판정하지 못했습니다. 실행 로그를 확인하십시오.',
  },
  nothingPlayed: { en: 'Nothing was played.', ko: '실행된 항목이 없습니다.' },
  scores: { en: 'Score by service', ko: '서비스별 점수' },
  noScore: { en: 'not played', ko: '실행 안 함' },
  ofRight: { en: '{right} of {played} right', ko: '{played}개 중 {right}개 정상' },
  wrongHeading: { en: 'What is wrong', ko: '오류 항목' },
  overview: { en: 'At a glance', ko: '한눈에 보기' },
  fixedHeading: { en: 'Right by now', ko: '이미 해결된 항목' },
  fixedWhy: {
    en: 'These were expected to fail, and did not. Take them off --expect-fail, so that they stay right.',
    ko: '실패할 것으로 지정했으나 정상이었습니다. --expect-fail 목록에서 빼야 다시 나빠질 때 알 수 있습니다.',
  },
  warningsHeading: { en: 'Warnings', ko: '경고' },
  warningsWhy: {
    en: 'Habits that the simulator noticed. They work today and cost nothing in the score.',
    ko: '시뮬레이터가 발견한 습관입니다. 지금은 동작하며 점수에는 반영되지 않습니다.',
  },
  expectedHeading: { en: 'Expected failures', ko: '예상된 오류' },
  skippedHeading: { en: 'Not played', ko: '건너뛴 항목' },
  rightHeading: { en: 'What is right', ko: '정상 항목' },
  evidenceHeading: { en: 'All the rest', ko: '나머지 항목' },
  practice: { en: 'Why it matters, and how to fix it', ko: '중요한 이유와 고치는 방법' },
  actual: { en: 'What it did', ko: '실제 동작' },
  expected: { en: 'What was expected', ko: '올바른 동작' },
  source: { en: 'Source', ko: '근거' },
  calls: { en: 'Its calls', ko: '호출 내역' },
  noCalls: { en: 'It made no call.', ko: '호출이 없었습니다.' },
  stderr: { en: 'What it wrote to standard error', ko: '표준 오류 출력' },
  operation: { en: 'Call', ko: '호출' },
  at: { en: 'At, ms', ko: '시각(ms)' },
  status: { en: 'HTTP', ko: 'HTTP' },
  noStatus: { en: 'no answer', ko: '응답 없음' },
  outcome: { en: 'Outcome', ko: '결과' },
  scenario: { en: 'Scenario', ko: '시나리오' },
  promise: { en: 'What a right client does', ko: '올바른 동작' },
  service: { en: 'Service', ko: '서비스' },
  why: { en: 'Why', ko: '이유' },
  finding: { en: 'Finding', ko: '항목' },
  times: { en: 'Times', ko: '횟수' },
  foot: {
    en: 'Judged against a local simulator with made-up people and a TEST CA. A clean scorecard is no approval by Kakao or Linkhub.',
    ko: '가상의 인물과 테스트용 인증서를 쓰는 로컬 시뮬레이터로 판정했습니다. 카카오·링크허브의 승인을 뜻하지 않습니다.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** The sentence with its numbers in it, in both languages. */
export function said(text: Text, numbers: Readonly<Record<string, number>>): Text {
  const put = (sentence: string) =>
    sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(numbers[name] ?? whole));
  return { en: put(text.en), ko: put(text.ko) };
}
