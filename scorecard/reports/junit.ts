// JUnit XML as Jenkins reads it (xunit-plugin's junit-10.xsd) and GitLab after it: a suite for each service, a case for
// each scenario. A failure here is exactly what makes the run fail.

import type { ServiceName, Text } from '../../contracts/protocol/index.js';
import { actualOf, expectedOf } from '../compared.js';
import { faultWords } from '../faults.js';
import type { Scorecard, ScorecardCall, Verdict } from '../scorecard.js';
import { oneLine } from './plain.js';
import { words } from './words.js';
import { element, open } from './xml.js';

const FIXED: Text = {
  en: 'Take it off --expect-fail: it was expected to fail, and is right.',
  ko: '실패할 것으로 지정했으나 정상입니다. --expect-fail에서 빼십시오.',
};

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const callLine = ({ at, operation, status, outcome }: ScorecardCall) =>
  `  ${String(at).padStart(7)} ms  ${operation}  ${status ?? 'no answer'}  ${outcome}`;

const twice = ({ en, ko }: Text): string => `${en}\n  ${ko}`;

/** All that a person needs to fix it, on the page of the CI. */
function story(verdict: Verdict): string {
  const { scenario, calls } = verdict;
  const parts = [
    ['Fault / 잘못된 동작', twice(faultWords(verdict))],
    ['Promise / 올바른 동작', twice(scenario.promise)],
    ['Actual / 실제', twice(actualOf(verdict))],
    ['Expected / 기대', twice(expectedOf(verdict))],
    ['How to fix it / 고치는 방법', twice(scenario.practice)],
    ['Source / 근거', scenario.source],
  ].map(([heading, text]) => `${heading}\n  ${text}`);
  const table = calls.length === 0 ? [] : [`Calls / 호출 내역\n${calls.map(callLine).join('\n')}`];
  return `\n${[...parts, ...table].join('\n')}\n`;
}

/** What stands inside a case, by how it ended. */
const insides: Readonly<Record<Verdict['result'], (verdict: Verdict) => readonly string[]>> = {
  right: () => [],
  skipped: ({ actual }) => [open('skipped', { message: oneLine(actual) }, '/>')],
  expected: ({ actual }) => [open('skipped', { message: `expected to fail: ${oneLine(actual)}` }, '/>')],
  wrong: (verdict) => [
    element('failure', { type: 'wrong', message: oneLine(verdict.actual) }, story(verdict)),
  ],
  fixed: (verdict) => [
    element(
      'failure',
      { type: 'fixed', message: FIXED.en },
      story({ ...verdict, expected: FIXED.en, korean: { ...verdict.korean, expected: FIXED.ko } }),
    ),
  ],
};

function testcase(verdict: Verdict): string {
  const { scenario, service, duration, findings, stderr } = verdict;
  const warnings = findings.map(({ id, times, why }) => `warning: ${id} ×${times}: ${why.en}`);
  const inside = [
    ...insides[verdict.result](verdict),
    ...(warnings.length === 0 ? [] : [element('system-out', {}, warnings.join('\n'))]),
    ...(stderr === '' ? [] : [element('system-err', {}, stderr)]),
  ];
  const attributes = {
    classname: `kakaocert.${service}.${scenario.group}`,
    name: `${scenario.id}: ${oneLine(scenario.promise.en)}`,
    time: seconds(duration),
  };
  return inside.length === 0
    ? open('testcase', attributes, '/>')
    : [open('testcase', attributes), ...inside.map((line) => `  ${line}`), '</testcase>'].join('\n    ');
}

const isFailure = ({ result }: Verdict) => result === 'wrong' || result === 'fixed';
const isSkip = ({ result }: Verdict) => result === 'skipped' || result === 'expected';

/** The schema knows `skipped` on a suite alone, not on the whole. */
const counts = (verdicts: readonly Verdict[], errors = 0) => ({
  tests: verdicts.length + errors,
  failures: verdicts.filter(isFailure).length,
  errors,
  time: seconds(verdicts.reduce((sum, { duration }) => sum + duration, 0)),
});

function suite(scorecard: Scorecard, service: ServiceName): string {
  const verdicts = scorecard.verdicts.filter((verdict) => verdict.service === service);
  const properties = {
    client: oneLine(scorecard.client),
    about: oneLine(scorecard.about),
    mode: scorecard.mode,
    simulator: scorecard.simulatorVersion,
  };
  return [
    `  ${open('testsuite', { name: service, ...counts(verdicts), skipped: verdicts.filter(isSkip).length, timestamp: localTime(scorecard.startedAt) })}`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      ${open('property', { name, value }, '/>')}`),
    '    </properties>',
    ...verdicts.map((verdict) => `    ${testcase(verdict)}`),
    '  </testsuite>',
  ].join('\n');
}

/** JUnit's timestamps have neither zone nor fraction; these are UTC. */
const localTime = (instant: string) => instant.slice(0, 19);

/** A run that judged nothing must not look like one in which nothing failed. */
const notJudged = (scorecard: Scorecard): string =>
  [
    `  ${open('testsuite', { name: 'run', ...counts([], 1), timestamp: localTime(scorecard.startedAt) })}`,
    `    ${open('testcase', { classname: 'kakaocert.run', name: 'the client can be judged', time: '0.000' })}`,
    `      ${element('error', { type: 'notJudged', message: words.notJudged.en }, `Client: ${scorecard.client}`)}`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');

/** The scorecard as JUnit XML. */
export function renderJunit(scorecard: Scorecard): string {
  const errors = scorecard.exitCode === 2 ? 1 : 0;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', { name: 'kakaocert-simulator conformance', ...counts(scorecard.verdicts, errors) }),
    ...(errors === 0 ? [] : [notJudged(scorecard)]),
    ...scorecard.scores.map(({ service }) => suite(scorecard, service)),
    '</testsuites>',
  ].join('\n')}\n`;
}
