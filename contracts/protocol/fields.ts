// Every field of the wire by its name, whichever message carries it.

import { answerFields, formerFields } from './answers.js';
import type { Redaction } from './field.js';
import { requestFields } from './requests.js';

const rows = Object.entries({ ...answerFields, ...requestFields });

const redactions: ReadonlyMap<string, Redaction> = new Map([
  ...Object.entries(formerFields),
  ...rows.map(([name, { redaction }]) => [name, redaction] as const),
]);

/** What a recording keeps of a field; undefined for a name that no message has. */
export const redactionOf = (name: string): Redaction | undefined => redactions.get(name);

/** The wire names of the fields of which a recording keeps the same. */
export const fieldsRedactedAs = (redaction: Redaction): readonly string[] =>
  [...redactions].filter(([, kind]) => kind === redaction).map(([name]) => name);
