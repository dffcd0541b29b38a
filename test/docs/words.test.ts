import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands, usage, usageOf } from '../../cli/commands.js';
import { words as pageWords } from '../../console/words.js';
import {
  actions,
  authentications,
  magicPeople,
  services,
  type Text,
  timing,
  wireStates,
} from '../../contracts/protocol/index.js';
import { contractCases } from '../../contracts/suite/cases/index.js';
import { journalScenarios } from '../../scorecard/journal-mode.js';
import { words } from '../../scorecard/reports/words.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import { controlRoutes } from '../../simulator/control/routes.js';
import { faults } from '../../simulator/core/faults.js';
import { findingRules } from '../../simulator/core/findings.js';
import { outcomes } from '../../simulator/core/outcomes.js';
import { tamperings } from '../../simulator/core/tampering.js';
import { listenRows, simulatorRows } from '../../simulator/options/table.js';

// One word for one thing, in everything that people read: the documents, --help, and the sentences of the tables.

/** A word that is said no more, and what is said instead. */
const gone: readonly (readonly [word: RegExp, instead: string])[] = [
  [/--profile\b/, '--form, or --service of conformance'],
  [/\bprofiles?\b/i, 'form (of signedData), service (of a scorecard)'],
  [/\b(mend|mends|mended|mending)\b/i, 'fix'],
  [/\b(spoil|spoils|spoilt|spoiled|spoiling)\b/i, 'tamper'],
  [/\brubbish\b/i, 'unreadable output'],
  [/\b(led|leads) to a simulator\b/i, 'redirect'],
  [/\b(contract|the) kit\b/i, 'suite'],
  [/\bdue:|\b(is|are|was|were) due\b/i, 'expected'],
  [/\bqueued (outcome|fault)/i, 'arranged'],
  [/(?<![\w/.-])cards?(?![\w/-]|\.\w)/i, 'scorecard'],
  [/점수표|스코어카드/, '연동 진단표'],
  [/상태 ?조회(?! 주기)/, '상태 확인'],
  [/접수건/, '접수 건'],
  [/메소드/, '메서드'],
  [/시험용 (인물|번호|서버|인증서)/, '테스트용 수신자, 번호, 서버, 인증서'],
  [/지적 사항/, '클라이언트 오용 감지(findings)'],
  [/근거 대장/, '전체 근거 목록'],
  [/장벽/, '배리어'],
  [/(이\(가\)|을\(를\)|은\(는\))/, 'a particle that fits'],
];

/** Where a word of the list is right: the file, and the sentence. */
const allowed: readonly (readonly [where: string, sentence: RegExp])[] = [
  // The names of before stand in its table of what was renamed.
  ['CHANGELOG.md', /^\| .* \| .* \| .* \|$/m],
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = [
  ...['README.md', 'README.ko.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'action.yml', 'package.json'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|schema\.json)$/.test(name))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
].map((path): readonly [string, string] => [path, readFileSync(join(root, path), 'utf8')]);

const both = (...texts: readonly Text[]) => texts.flatMap(({ en, ko }) => [en, ko]).join('\n');
const wordsOf = (table: Readonly<Record<string, { readonly words: Text }>>) =>
  both(...Object.values(table).map(({ words: row }) => row));

const spoken: readonly (readonly [string, string])[] = [
  ['--help', await usage('en')],
  ...(await Promise.all(
    Object.entries(commands).map(
      async ([name, command]) => [`${name} --help`, await usageOf(name, command, 'en')] as [string, string],
    ),
  )),
  ['the services', wordsOf(services)],
  ['the actions', wordsOf(actions)],
  ['the authentications', wordsOf(authentications)],
  ['the states', wordsOf(wireStates)],
  ['the faults', wordsOf(faults)],
  ['the outcomes', wordsOf(outcomes)],
  ['the control routes', wordsOf(controlRoutes)],
  ['the settings', wordsOf({ ...simulatorRows, ...listenRows })],
  ['the reports', both(...Object.values(words))],
  ['the pages', both(...Object.values(pageWords))],
  ['the scenarios', both(...scenarios.flatMap(({ promise, practice }) => [promise, practice]))],
  ['the journal', both(...journalScenarios.flatMap(({ promise, practice }) => [promise, practice]))],
  ['the contract', contractCases.map(({ promise }) => promise).join('\n')],
  ['the findings', both(...findingRules.map((row) => row.words))],
  ['the tamperings', wordsOf(tamperings)],
  ['the magic people', both(...magicPeople.map((row) => row.words))],
  ['the rules of time', wordsOf(timing)],
];

test.each([...documents, ...spoken])('%s says each thing by its one word', (where, text) => {
  const sentences = allowed.filter(([path]) => path === where).map(([, sentence]) => sentence);
  const lines = text.split('\n').filter((line) => !sentences.some((sentence) => sentence.test(line)));
  const found = lines.flatMap((line) =>
    gone
      .filter(([word]) => word.test(line))
      .map(([word, instead]) => `"${word.exec(line)?.[0]}" is "${instead}" now: ${line.slice(0, 200)}`),
  );
  expect(found).toEqual([]);
});

test('a word that is gone is found', () => {
  for (const line of ['How to mend it', 'it was spoilt', '| Due: |', 'a clean card', '연동 점수표']) {
    expect(
      gone.some(([word]) => word.test(line)),
      line,
    ).toBe(true);
  }
});
