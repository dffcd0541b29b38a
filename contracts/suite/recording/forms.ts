// The forms of signedData that a run got: of each operation one of every structure.

import type { OperationName } from '../../protocol/index.js';
import type { CaseResult } from '../result.js';
import { type FormOutline, outlineOf } from './form-outline.js';

export interface RecordedForm {
  readonly operation: OperationName;
  /** The case that saw it first. */
  readonly case: string;
  readonly outline: FormOutline;
}

/** Forms that differ in lengths alone are told once. `isKnown` tells whether somebody's data stands in a text. */
export function formsOf(
  results: readonly CaseResult[],
  isKnown: (text: string) => boolean = () => false,
): readonly RecordedForm[] {
  const forms = new Map<string, RecordedForm>();
  for (const { case: one, exchanges } of results) {
    for (const { operation, answered } of exchanges) {
      const text = answered.status === 200 && operation !== null ? signedDataIn(answered.body) : undefined;
      if (text === undefined || operation === null) continue;
      const outline = outlineOf(text, isKnown);
      const key = JSON.stringify([operation, outline.alphabet, outline.padded, ...shapeOf(outline)]);
      if (!forms.has(key)) forms.set(key, { operation, case: one.id, outline });
    }
  }
  return [...forms.values()];
}

/** The structure without lengths, which change from person to person and from signature to signature. */
export const shapeOf = ({ structure }: FormOutline): readonly string[] =>
  structure.map((line) => line.replace(/ \(\d+\)/, ''));

function signedDataIn(body: string): string | undefined {
  try {
    const text: unknown = JSON.parse(body)?.signedData;
    return typeof text === 'string' && text !== '' ? text : undefined;
  } catch {
    return undefined;
  }
}
