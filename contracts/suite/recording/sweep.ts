// The last search of a recording: if redaction has missed something, nothing is written.

import { brand } from '../../protocol/brand.js';
import { redactionOf } from '../../protocol/index.js';
import type { Recording } from './format.js';
import { PLACEHOLDER } from './placeholders.js';
import { suspectsInRecording } from './suspects.js';

/** Something that looks like a person or a secret would have been written; it says where, and not what. */
export class NotRedactedError extends Error {
  static {
    brand(NotRedactedError, 'NotRedactedError');
  }

  override readonly name = 'NotRedactedError';
  /** What is left, and its JSON pointer. */
  readonly places: readonly string[];
  /** The ids of the cases that hold it: without them the others can still be kept. */
  readonly cases: readonly string[];

  constructor(places: readonly string[], cases: readonly string[]) {
    super(`This can't be kept in a recording: ${places.slice(0, 5).join('; ')}.`);
    this.places = places;
    this.cases = cases;
  }
}

/** Throws a NotRedactedError if anything is left in a recording that is known, or looks like somebody or a secret. */
export function sweep(
  { target, cases, forms = [] }: Pick<Recording, 'target' | 'cases' | 'forms'>,
  isKnown: (text: string) => boolean = () => false,
): void {
  const places: string[] = [];
  const affected: string[] = [];
  const look = (pointer: string, text: string): void => {
    const left = text.replaceAll(PLACEHOLDER, '\0');
    if (left.split('\0').some(isKnown)) places.push(`a known secret or person at ${pointer}`);
    for (const { what } of suspectsInRecording(left)) places.push(`${what} at ${pointer}`);
  };
  const walk = (pointer: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') look(pointer, String(value));
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inside] of Object.entries(value)) {
      const isOurs = Array.isArray(value) || redactionOf(name) !== undefined;
      if (!isOurs) look(`${pointer} (the name of a field)`, name);
      walk(`${pointer}/${isOurs ? name : '…'}`, inside);
    }
  };

  look('/target', target);
  cases.forEach(({ id, why = '', exchanges }, at) => {
    const before = places.length;
    look(`/cases/${at}/why`, why);
    exchanges.forEach((exchange, index) => {
      const pointer = `/cases/${at}/exchanges/${index}`;
      look(`${pointer}/target`, exchange.target);
      for (const side of ['sent', 'answered'] as const) {
        const { headers, body } = exchange[side];
        for (const [name, value] of Object.entries(headers))
          look(`${pointer}/${side}/headers/${name}`, value);
        if (body === null) continue;
        if ('json' in body) walk(`${pointer}/${side}/body/json`, body.json);
        else look(`${pointer}/${side}/body/text`, body.text);
      }
    });
    if (places.length > before) affected.push(id);
  });
  // By the place, not by a name of its own: these are no fields of the wire.
  forms.forEach(({ case: id, outline }, at) => {
    const before = places.length;
    for (const line of [...outline.structure, ...outline.content]) look(`/forms/${at}/outline`, line);
    if (places.length > before) affected.push(id);
  });
  if (places.length > 0) throw new NotRedactedError(places, affected);
}
