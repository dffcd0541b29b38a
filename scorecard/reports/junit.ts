// JUnit XML as Jenkins reads it (xunit-plugin's junit-10.xsd) and GitLab after it: a suite for each service, a case for
// each scenario. What fails the run is a failure here, and nothing else is.

import type { ServiceName } from '../../contracts/protocol/index.js';
import type { Card, CardCall, Verdict } from '../card.js';
import { escaped, oneLine } from './plain.js';
import { words } from './words.js';

type Attributes = Readonly<Record<string, string | number>>;

const MENDED_DUE = 'Take it off --expect-fail: it was expected to fail, and is right.';

/** Line feeds in an attribute are read as blanks, so they are references. */
const attribute = (text: string) => escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

const open = (name: string, attributes: Attributes, end = '>') =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('')}${end}`;

const element = (name: string, attributes: Attributes, text: string) =>
  `${open(name, attributes)}${escaped(text)}</${name}>`;

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const callLine = ({ at, operation, status, outcome }: CardCall) =>
  `  ${String(at).padStart(7)} ms  ${operation}  ${status ?? 'no answer'}  ${outcome}`;

/** All that a person needs to mend it, on the page of the CI. */
function story({ scenario, seen, due, calls }: Verdict): string {
  const parts = [
    ['Promise', `${scenario.promise.en}\n  ${scenario.promise.ko}`],
    ['Seen', seen],
    ['Due', due],
    ['How to mend it', `${scenario.practice.en}\n  ${scenario.practice.ko}`],
    ['Source', scenario.source],
  ].map(([heading, text]) => `${heading}\n  ${text}`);
  const table = calls.length === 0 ? [] : [`Calls\n${calls.map(callLine).join('\n')}`];
  return `\n${[...parts, ...table].join('\n')}\n`;
}

/** What stands inside a case, by how it ended. */
const insides: Readonly<Record<Verdict['result'], (verdict: Verdict) => readonly string[]>> = {
  right: () => [],
  skipped: ({ seen }) => [open('skipped', { message: oneLine(seen) }, '/>')],
  expected: ({ seen }) => [open('skipped', { message: `expected to fail: ${oneLine(seen)}` }, '/>')],
  wrong: (verdict) => [element('failure', { type: 'wrong', message: oneLine(verdict.seen) }, story(verdict))],
  mended: (verdict) => [
    element('failure', { type: 'mended', message: MENDED_DUE }, story({ ...verdict, due: MENDED_DUE })),
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

const isFailure = ({ result }: Verdict) => result === 'wrong' || result === 'mended';
const isSkip = ({ result }: Verdict) => result === 'skipped' || result === 'expected';

/** The schema knows `skipped` on a suite alone, not on the whole. */
const counts = (verdicts: readonly Verdict[], errors = 0) => ({
  tests: verdicts.length + errors,
  failures: verdicts.filter(isFailure).length,
  errors,
  time: seconds(verdicts.reduce((sum, { duration }) => sum + duration, 0)),
});

function suite(card: Card, service: ServiceName): string {
  const verdicts = card.verdicts.filter((verdict) => verdict.service === service);
  const properties = {
    client: oneLine(card.client),
    about: oneLine(card.about),
    mode: card.mode,
    simulator: card.simulatorVersion,
  };
  return [
    `  ${open('testsuite', { name: service, ...counts(verdicts), skipped: verdicts.filter(isSkip).length, timestamp: localTime(card.startedAt) })}`,
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
const notJudged = (card: Card): string =>
  [
    `  ${open('testsuite', { name: 'run', ...counts([], 1), timestamp: localTime(card.startedAt) })}`,
    `    ${open('testcase', { classname: 'kakaocert.run', name: 'the client can be judged', time: '0.000' })}`,
    `      ${element('error', { type: 'notJudged', message: words.notJudged.en }, `Client: ${card.client}`)}`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');

/** The card as JUnit XML. */
export function renderJunit(card: Card): string {
  const errors = card.exitCode === 2 ? 1 : 0;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', { name: 'kakaocert-simulator conformance', ...counts(card.verdicts, errors) }),
    ...(errors === 0 ? [] : [notJudged(card)]),
    ...card.scores.map(({ service }) => suite(card, service)),
    '</testsuites>',
  ].join('\n')}\n`;
}
