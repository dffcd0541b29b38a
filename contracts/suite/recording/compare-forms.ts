// How our forms of signedData differ from a recorded one.

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

/** The nearest of ours comes first. Never throws. Source: the recording. */
export function compareForms(
  recorded: readonly RecordedForm[],
  own: readonly OwnForm[],
): readonly FormComparison[] {
  return recorded.map((form) => ({
    recorded: form,
    ours: own
      .filter(({ operation }) => operation === form.operation)
      .map(({ name, outline }) => ({ name, differences: differencesOf(form.outline, outline) }))
      .sort((a, b) => a.differences.length - b.differences.length),
  }));
}

function differencesOf(recorded: FormOutline, ours: FormOutline): readonly string[] {
  return [
    ...(['alphabet', 'padded', 'encoding'] as const).flatMap((name) =>
      recorded[name] === ours[name] ? [] : [`${name}: recorded ${recorded[name]}, ours ${ours[name]}`],
    ),
    ...linesApart(shapeOf(recorded), shapeOf(ours)).map((line) => `structure ${line}`),
    ...linesApart(recorded.content.map(withoutLength), ours.content.map(withoutLength)).map(
      (line) => `content ${line}`,
    ),
  ];
}

/** What stands in a row, and how long a word is, changes from request to request. */
const withoutLength = (line: string) =>
  line.replaceAll(/<(\d+) characters>|(<(?:digits|letters)) \d+>/g, (_, count, kind) =>
    count === undefined ? `${kind}>` : '<text>',
  );

/** The lines that only one of both has, in their order: a longest common subsequence is left out. */
function linesApart(recorded: readonly string[], ours: readonly string[]): readonly string[] {
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
      apart.push(`${at + 1}: only recorded: ${recorded[at]?.trim() || '(an empty line)'}`);
      at += 1;
    } else {
      apart.push(`${other + 1}: only ours: ${ours[other]?.trim() || '(an empty line)'}`);
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
export function describeForms(comparisons: readonly FormComparison[]): string {
  return comparisons
    .flatMap(({ recorded, ours }) => [
      `${recorded.operation} (${recorded.case}): ${toldOutline(recorded.outline)}`,
      ...ours.flatMap(({ name, differences }) =>
        differences.length === 0
          ? [`  our form "${name}" is the same`]
          : [
              `  our form "${name}" differs in ${differences.length} places:`,
              ...differences.map((line) => `    ${line}`),
            ],
      ),
      ...(ours.length === 0 ? ['  we have no form of this operation'] : []),
      '',
    ])
    .join('\n');
}

const toldOutline = ({ alphabet, padded, encoding, characters }: FormOutline): string =>
  encoding === null
    ? `text of ${characters} characters, no CMS`
    : `${encoding}, ${alphabet}${padded ? ', padded' : ''}, ${characters} characters`;
