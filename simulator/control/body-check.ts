// Whether a body of the control plane has its shape, and if not, what is wrong with it, said of the one alternative
// that was meant.

import type { TSchema } from '@sinclair/typebox';
import { badRequest, type Problem } from './problem.js';

type Body = Record<string, unknown>;
type Checker = typeof import('@sinclair/typebox/value').Value;

/** Whether a body with nothing in it is all that a shape wants. */
const takesNothing = ({ anyOf, required = [], minProperties = 0 }: TSchema) =>
  anyOf === undefined && required.length === 0 && minProperties === 0;

/** The body itself if it has the shape, else what is wrong with it. Without a shape nothing is read. */
export async function checkBody(body: Body, shape: TSchema | undefined): Promise<Body | Problem> {
  if (shape === undefined) return {};
  // Most calls of the control plane say everything in their path; they need no checker loaded.
  if (Object.keys(body).length === 0 && takesNothing(shape)) return body;
  const { Value } = await import('@sinclair/typebox/value');
  if (Value.Check(shape, body)) return body;
  const { path, what } = firstError(Value, shape, body);
  return badRequest(`Body ${path || '/'}: ${what}.`);
}

interface BodyError {
  /** JSON Pointer. */
  readonly path: string;
  readonly what: string;
  readonly isMissing?: true;
}

const missing = ({ description }: TSchema) =>
  description === undefined ? 'is missing' : `is missing: ${description}`;
const WORDS_SHOWN = 40;
const noneOf = (value: unknown, words: readonly unknown[]) =>
  `${JSON.stringify(value) ?? 'nothing'} is none of ${words.join(', ')}`;

function firstError(checker: Checker, shape: TSchema, value: unknown): BodyError {
  if (shape.anyOf !== undefined) return unionError(checker, shape, value);
  const error = checker.Errors(shape, value).First();
  if (error === undefined) return { path: '', what: 'not of its shape' };
  if (error.value === undefined) return { path: error.path, what: missing(error.schema), isMissing: true };
  if (error.schema.anyOf !== undefined && error.schema !== shape) {
    const inner = unionError(checker, error.schema, error.value);
    return { ...inner, path: error.path + inner.path };
  }
  const { enum: words, description } = error.schema as { enum?: readonly string[]; description?: string };
  if (words === undefined) return { path: error.path, what: error.message };
  const isLong = words.length > WORDS_SHOWN && description !== undefined;
  return {
    path: error.path,
    what: isLong ? noneOf(error.value, [description]) : noneOf(error.value, words),
  };
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** The members of an object shape that only one word fits: what tells it from the others. */
const marksOf = ({ properties = {} }: TSchema): readonly (readonly [name: string, word: unknown])[] =>
  Object.entries(properties as Record<string, TSchema>).flatMap(([name, { const: word }]) =>
    word === undefined ? [] : [[name, word] as const],
  );

/** Whether an alternative may have been meant: its type fits, and so does every mark of it that was given. */
function mayBeMeant(alternative: TSchema, value: unknown): boolean {
  if (alternative.type !== kindOf(value)) return false;
  const { required = [] } = alternative;
  return marksOf(alternative).every(([name, word]) => {
    const given = (value as Body)[name];
    return given === word || (given === undefined && !required.includes(name));
  });
}

/** What is wrong with a value that fits no alternative of a union: said of the nearest one that may have been meant. */
function unionError(checker: Checker, { anyOf, description }: TSchema, value: unknown): BodyError {
  const alternatives: readonly TSchema[] = anyOf;
  const meant = alternatives.filter((one) => mayBeMeant(one, value));
  const counts = meant.map((one) => [...checker.Errors(one, value)].length);
  const nearest = meant.filter((_, at) => counts[at] === Math.min(...counts));
  const errors = nearest.map((one) => firstError(checker, one, value));
  const [error] = errors;
  if (error !== undefined) {
    if (errors.length > 1 && errors.every(({ isMissing }) => isMissing)) {
      const ways = new Set(errors.map(({ path }) => path));
      return { path: '', what: `give ${description ?? [...ways].join(' or ')}` };
    }
    return meant.length > 1 && description !== undefined
      ? { path: error.path, what: `${error.what}; give ${description}` }
      : error;
  }
  const marks = alternatives.flatMap((one) => (one.type === kindOf(value) ? marksOf(one) : []));
  const name = marks.find(([mark]) => marks.filter(([other]) => other === mark).length > 1)?.[0];
  if (name === undefined) {
    const types = new Set(alternatives.map(({ type }) => type));
    return { path: '', what: `${kindOf(value)} is none of ${[...types].join(', ')}` };
  }
  const words = new Set(marks.flatMap(([mark, word]) => (mark === name ? [word] : [])));
  return { path: `/${name}`, what: noneOf((value as Body)[name], [...words]) };
}
