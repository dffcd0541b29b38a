import { expect, test } from 'vitest';
import { causes, severities } from '../../scorecard/causes.js';
import { faultsOf, faultWords, itemsOf } from '../../scorecard/faults.js';
import { habits } from '../../scorecard/habits.js';
import { journalScenarios } from '../../scorecard/journal-mode.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import { verdictOf } from './reports/scorecards.js';

// A client with one mistake has one thing to fix, however many scenarios it fails; and the gravest stands first.

const scenario = (id: string) => {
  const found = scenarios.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no scenario ${id}.`);
  return found;
};
const wrong = (id: string, cause?: string) =>
  verdictOf(scenario(id), 'cms', 'wrong', cause === undefined ? {} : { cause });

test('one missing check is one item, though sixteen scenarios show it', () => {
  const tampered = scenarios.filter(({ fault }) => fault.cause === 'signatureUnchecked');
  expect(tampered.length).toBeGreaterThan(12);
  const faults = faultsOf(tampered.map(({ id }) => wrong(id)));
  expect(faults).toMatchObject([
    { cause: 'signatureUnchecked', severity: 'forgery', failures: tampered.length, services: ['cms'] },
  ]);
  expect(faults[0]?.scenarios).toHaveLength(tampered.length);
});

test('the gravest is the first, and of equals the one that shows more often', () => {
  const faults = faultsOf([
    wrong('token.parallel'),
    wrong('poll.interval'),
    wrong('poll.afterFinal'),
    wrong('fields.falsy'),
    wrong('verify.answerLost', 'neverEnds'),
    wrong('network.silent', 'neverEnds'),
    wrong('signedData.content'),
  ]);
  expect(faults.map(({ cause, failures }) => [cause, failures])).toEqual([
    ['signatureUnchecked', 1],
    ['neverEnds', 2],
    ['requestChanged', 1],
    ['pollsTooMuch', 2],
    ['tokensWasted', 1],
  ]);
});

test('whoever checks no signature compares nothing either: that is no second item', () => {
  const other = wrong('signedData.otherReceipt');
  expect(faultsOf([other]).map(({ cause }) => cause)).toEqual(['requestUncompared']);
  const both = faultsOf([other, wrong('signedData.content')]);
  expect(both.map(({ cause, scenarios: ids }) => [cause, ids])).toEqual([
    ['signatureUnchecked', ['signedData.otherReceipt', 'signedData.content']],
  ]);
});

test('what was expected to be wrong, was right or not played is nothing to fix', () => {
  const results = ['right', 'expected', 'fixed', 'skipped'] as const;
  expect(itemsOf(results.map((result) => verdictOf(scenario('fields.falsy'), 'cms', result)))).toEqual([]);
});

test('a fault is told in both languages; where something else went wrong, what the client did', () => {
  expect(faultWords(wrong('signedData.content'))).toEqual({
    en: 'accepted a signedData whose content was changed after signing',
    ko: '서명 후 내용이 바뀐 signedData를 받아들임',
  });
  expect(faultWords({ ...wrong('verify.answerLost', 'neverEnds'), actual: 'no answer' }).en).toBe(
    'no answer',
  );
});

test('every cause, severity and habit has its words, and every habit is one that the journal finds', () => {
  for (const { words, practice, severity } of Object.values(causes)) {
    expect([words.en, practice.en]).toEqual([
      expect.stringMatching(/^[A-Z].*\.$/),
      expect.stringMatching(/\.$/),
    ]);
    expect([words.ko, practice.ko]).toEqual([
      expect.stringMatching(/다\.$/),
      expect.stringMatching(/[가-힣].*\.$/),
    ]);
    expect(Object.keys(severities)).toContain(severity);
  }
  const ids = journalScenarios.map(({ fault }) => fault.cause);
  for (const cause of habits.keys()) expect(ids).toContain(cause);
});

test('every cause is that of a scenario, or of an answer that never came or was of the wrong kind', () => {
  const used = new Set<string>(scenarios.map(({ fault }) => fault.cause));
  const unused = Object.keys(causes).filter((cause) => !used.has(cause));
  expect(unused).toEqual(['neverEnds', 'dies']);
});
