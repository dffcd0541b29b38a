// What is wrong with a body or a query, in words that say what would be right: the member, what was given, and what may
// stand there. The words of each language stand in shape-words.ts.

import type { TSchema } from '@sinclair/typebox';
import { Check } from '@sinclair/typebox/value';
import type { Text } from '../../contracts/protocol/index.js';
import { type ShapeWords, shapeWords } from './shape-words.js';

/** The first fault of a value, in one sentence that names the part of the call; undefined if it is of the shape. */
export const shapeFault = (part: 'body' | 'query', shape: TSchema, value: unknown): Text | undefined =>
  Check(shape, value)
    ? undefined
    : {
        en: faultOf(shape, value, `${shapeWords.en[part]} `, shapeWords.en),
        ko: faultOf(shape, value, `${shapeWords.ko[part]} `, shapeWords.ko),
      };

type Members = Readonly<Record<string, unknown>>;

function faultOf(shape: TSchema, value: unknown, path: string, say: ShapeWords): string {
  if (shape.anyOf !== undefined) return faultOfUnion(shape, value, path, say);
  if (shape.type === 'object' && isMembers(value)) return faultOfMembers(shape, value, path, say);
  if (shape.type === 'array' && Array.isArray(value)) {
    const at = value.findIndex((item) => !Check(shape.items, item));
    if (at >= 0) return faultOf(shape.items, value[at], `${path}/${at}`, say);
  }
  const words: readonly string[] | undefined = shape.enum;
  return words === undefined
    ? at(path) + say.notAllowed(shown(value), described(shape, say))
    : at(path) + say.noneOf(shown(value), words.join(', '));
}

/** A member that there isn't comes before one that is missing: it is the one misspelt. */
function faultOfMembers(shape: TSchema, value: Members, path: string, say: ShapeWords): string {
  const { properties, patternProperties } = shape;
  if (properties === undefined) {
    const [each]: readonly TSchema[] = Object.values(patternProperties ?? {});
    const wrong = Object.keys(value).find((name) => each !== undefined && !Check(each, value[name]));
    return wrong === undefined || each === undefined
      ? at(path) + say.notAllowed(shown(value), described(shape, say))
      : faultOf(each, value[wrong], `${path}/${wrong}`, say);
  }
  const names = Object.keys(properties);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return at(`${path}/${unknown}`) + say.noMember(shown(value[unknown]), names.join(', '));
  }
  const missing = missingIn(shape, value);
  if (missing !== undefined)
    return at(`${path}/${missing}`) + say.missing(described(properties[missing], say));
  const wrong = names.find((name) => value[name] !== undefined && !Check(properties[name], value[name]));
  return wrong === undefined
    ? at(path) + say.notAllowed(shown(value), described(shape, say))
    : faultOf(properties[wrong], value[wrong], `${path}/${wrong}`, say);
}

/** Where the value can only mean one of the variants, its fault; else what would make it one of them. */
function faultOfUnion(union: TSchema, value: unknown, path: string, say: ShapeWords): string {
  const variants: readonly TSchema[] = union.anyOf;
  const given = isMembers(value) ? value : {};
  const meant = isMembers(value) ? variantsMeant(variants, value) : [];
  const [only] = meant;
  if (meant.length === 1 && only !== undefined) return faultOf(only, value, path, say);
  const choices = new Set((meant.length > 1 ? meant : variants).map((one) => described(one, say)));
  const ways = say.oneOfThese([...choices]);
  const unknown = Object.keys(given).find((name) => !variants.some((variant) => knows(variant, name)));
  if (unknown !== undefined) {
    return at(`${path}/${unknown}`) + say.noMemberOf(shown(given[unknown]), ways);
  }
  const lacking = meant.map((variant) => missingIn(variant, given));
  if (lacking.length > 0 && !lacking.includes(undefined)) {
    const names = [...new Set(lacking)];
    const [one] = names;
    const member = names.length === 1 && one !== undefined ? meant[0]?.properties[one] : undefined;
    const wanted = member === undefined ? (say.about(union) ?? ways) : described(member, say);
    return at(path) + say.lacks(say.either(names as readonly string[]), wanted);
  }
  const tag = meant.length === 0 && isMembers(value) ? tagOf(variants, given) : undefined;
  if (tag !== undefined) {
    const words = wordsOf(variants, tag).join(', ');
    const place = at(`${path}/${tag}`);
    return (
      place + (given[tag] === undefined ? say.missingOneOf(words) : say.noneOf(shown(given[tag]), words))
    );
  }
  return at(path) + say.notAllowed(shown(value), say.about(union) ?? ways);
}

/** The member that should tell the variants apart, and doesn't: its word is wrong, or it is missing. */
const tagOf = (variants: readonly TSchema[], given: Members) =>
  [...Object.keys(given), ...variants.flatMap(({ properties = {} }) => Object.keys(properties))].find(
    (name) => wordsOf(variants, name).length > 1,
  );

/** The words of a member in the variants where it takes one word only. */
const wordsOf = (variants: readonly TSchema[], name: string): readonly unknown[] => [
  ...new Set(
    variants.flatMap(({ properties }) => {
      const member: TSchema | undefined = properties?.[name];
      return member?.const === undefined ? [] : [member.const];
    }),
  ),
];

const knows = ({ properties }: TSchema, name: string) =>
  properties !== undefined && Object.hasOwn(properties, name);

const missingIn = ({ required = [] }: TSchema, value: Members): string | undefined =>
  required.find((name: string) => value[name] === undefined);

/** The variants whose fixed words the value has, and of these the ones that know all of its members, or even miss none. */
function variantsMeant(variants: readonly TSchema[], value: Members): readonly TSchema[] {
  const objects = variants.filter(({ properties }) => properties !== undefined);
  const tagged = objects.filter(({ properties, required = [] }) =>
    Object.entries(properties as Readonly<Record<string, TSchema>>).every(
      ([name, member]) =>
        !isTag(member) || (value[name] === undefined ? !required.includes(name) : Check(member, value[name])),
    ),
  );
  if (tagged.length === 1) return tagged;
  const names = Object.keys(value);
  const knowing = tagged.filter((variant) => names.every((name) => knows(variant, name)));
  const whole = knowing.filter((variant) => missingIn(variant, value) === undefined);
  return [whole, knowing].find((some) => names.length > 0 && some.length > 0) ?? tagged;
}

/** A member that takes one word only tells the variants apart. */
const isTag = (member: TSchema) => member.const !== undefined;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (path: string) => `${path.endsWith(' ') ? `${path}/` : path}: `;

const SHOWN = 100;

/** A value in a message, not longer than a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** What a shape takes, in a few words. */
function described(shape: TSchema, say: ShapeWords): string {
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.anyOf !== undefined) {
    return say.about(shape) ?? say.either(shape.anyOf.map((one: TSchema) => described(one, say)));
  }
  if (shape.enum !== undefined) return say.oneOf(shape.enum.join(', '));
  if (shape.properties !== undefined) {
    const names = Object.entries<TSchema>(shape.properties).map(([name, member]) =>
      member.const === undefined ? name : `${name}: ${JSON.stringify(member.const)}`,
    );
    return `{${names.join(', ')}}`;
  }
  const about = [limits(shape, say), say.about(shape) ?? ''].filter((one) => one !== '');
  return say.type(String(shape.type), about.join('; '));
}

function limits(shape: TSchema, say: ShapeWords): string {
  const { minimum, maximum, minLength, maxLength, maxItems, pattern } = shape;
  return [
    ...say.range(minimum, maximum, 'number'),
    ...say.range(minLength, maxLength, 'characters'),
    ...say.range(undefined, maxItems, 'items'),
    // A pattern is for programs; it stands only where there are no words for it.
    ...(pattern === undefined || shape.description !== undefined ? [] : [say.matching(pattern)]),
  ].join(', ');
}
