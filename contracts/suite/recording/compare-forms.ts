// How our forms of signedData differ from a recorded one.

import type { Text } from '../../protocol/index.js';
import type { FormOutline } from './form-outline.js';
import { type RecordedForm, shapeOf } from './forms.js';

/** A form of ours by its name, e.g. `observed`. */
export interface OwnForm extends RecordedForm {
  readonly name: string;
}

/** One recorded form, and what is otherwise in each of ours of the same operation; nothing where it is the same. */
export interface FormComparison {
  readonly recorded: RecordedForm;
  readonly ours: readonly { readonly name: string; readonly differences: readonly string[] }[];
}

interface Words
  extends Readonly<
    Record<
      | 'recorded'
      | 'ours'
      | 'structure'
      | 'content'
      | 'onlyRecorded'
      | 'onlyOurs'
      | 'empty'
      | 'none'
      | 'padded',
      string
    >
  > {
  same(form: string): string;
  differs(form: string, places: number): string;
  text(characters: number): string;
  characters(count: number): string;
}

const words: Readonly<Record<keyof Text, Words>> = {
  en: {
    recorded: 'recorded',
    ours: 'ours',
    structure: 'structure',
    content: 'content',
    onlyRecorded: 'only recorded',
    onlyOurs: 'only ours',
    empty: '(an empty line)',
    none: 'we have no form of this operation',
    padded: 'padded',
    same: (form) => `our form "${form}" is the same`,
    differs: (form, places) => `our form "${form}" differs in ${places} places:`,
    text: (characters) => `text of ${characters} characters, no CMS`,
    characters: (count) => `${count} characters`,
  },
  ko: {
    recorded: '기록',
    ours: '시뮬레이터',
    structure: '구조',
    content: '내용',
    onlyRecorded: '기록에만 있음',
    onlyOurs: '시뮬레이터에만 있음',
    empty: '(빈 줄)',
    none: '시뮬레이터에 이 호출의 형식이 없음',
    padded: '패딩 있음',
    same: (form) => `시뮬레이터의 "${form}" 형식과 같음`,
    differs: (form, places) => `시뮬레이터의 "${form}" 형식과 ${places}곳이 다름:`,
    text: (characters) => `CMS가 아닌 문자열, ${characters}자`,
    characters: (count) => `${count}자`,
  },
};

/** The nearest of ours comes first. Never throws. Source: the recording. */
export function compareForms(
  recorded: readonly RecordedForm[],
  own: readonly OwnForm[],
  language: keyof Text = 'en',
): readonly FormComparison[] {
  return recorded.map((form) => ({
    recorded: form,
    ours: own
      .filter(({ operation }) => operation === form.operation)
      .map(({ name, outline }) => ({
        name,
        differences: differencesOf(form.outline, outline, words[language]),
      }))
      .sort((a, b) => a.differences.length - b.differences.length),
  }));
}

function differencesOf(recorded: FormOutline, ours: FormOutline, say: Words): readonly string[] {
  return [
    ...(['alphabet', 'padded', 'encoding'] as const).flatMap((name) =>
      recorded[name] === ours[name]
        ? []
        : [`${name}: ${say.recorded} ${recorded[name]}, ${say.ours} ${ours[name]}`],
    ),
    ...linesApart(shapeOf(recorded), shapeOf(ours), say).map((line) => `${say.structure} ${line}`),
    ...linesApart(recorded.content.map(withoutLength), ours.content.map(withoutLength), say).map(
      (line) => `${say.content} ${line}`,
    ),
  ];
}

/** What stands in a row, and how long a word is, changes from request to request. */
const withoutLength = (line: string) =>
  line.replaceAll(/<(\d+) characters>|(<(?:digits|letters)) \d+>/g, (_, count, kind) =>
    count === undefined ? `${kind}>` : '<text>',
  );

/** The lines that only one of both has, in their order: a longest common subsequence is left out. */
function linesApart(recorded: readonly string[], ours: readonly string[], say: Words): readonly string[] {
  const common = commonLengths(recorded, ours);
  const apart: string[] = [];
  let [at, other] = [0, 0];
  while (at < recorded.length || other < ours.length) {
    if (at < recorded.length && other < ours.length && recorded[at] === ours[other]) {
      at += 1;
      other += 1;
    } else if (
      other >= ours.length ||
      (at < recorded.length && (common[at + 1]?.[other] ?? 0) >= (common[at]?.[other + 1] ?? 0))
    ) {
      apart.push(`${at + 1}: ${say.onlyRecorded}: ${recorded[at]?.trim() || say.empty}`);
      at += 1;
    } else {
      apart.push(`${other + 1}: ${say.onlyOurs}: ${ours[other]?.trim() || say.empty}`);
      other += 1;
    }
  }
  return apart;
}

/** How long the common part of both is from each pair of lines on. */
function commonLengths(one: readonly string[], other: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let a = one.length - 1; a >= 0; a -= 1) {
    for (let b = other.length - 1; b >= 0; b -= 1) {
      const [row = [], next = []] = [lengths[a], lengths[a + 1]];
      row[b] = one[a] === other[b] ? (next[b + 1] ?? 0) + 1 : Math.max(next[b] ?? 0, row[b + 1] ?? 0);
    }
  }
  return lengths;
}

/** The comparison for people. */
export function describeForms(comparisons: readonly FormComparison[], language: keyof Text = 'en'): string {
  const say = words[language];
  return comparisons
    .flatMap(({ recorded, ours }) => [
      `${recorded.operation} (${recorded.case}): ${toldOutline(recorded.outline, say)}`,
      ...ours.flatMap(({ name, differences }) =>
        differences.length === 0
          ? [`  ${say.same(name)}`]
          : [`  ${say.differs(name, differences.length)}`, ...differences.map((line) => `    ${line}`)],
      ),
      ...(ours.length === 0 ? [`  ${say.none}`] : []),
      '',
    ])
    .join('\n');
}

const toldOutline = ({ alphabet, padded, encoding, characters }: FormOutline, say: Words): string =>
  encoding === null
    ? say.text(characters)
    : `${encoding}, ${alphabet}${padded ? `, ${say.padded}` : ''}, ${say.characters(characters)}`;
