// Compares one recorded case with the same case now. Dates, ids, tokens and balances change from run to run, so only their
// kind is compared, not their value. Requests are made by the suite itself, so only answers are compared.

import { isDeepStrictEqual } from 'node:util';
import type { Drift, DriftKind } from './drift.js';
import type { Json, RecordedCase, RecordedExchange } from './format.js';
import { PLACEHOLDER } from './placeholders.js';

/** Headers of the provider that clients act upon. */
const HEADERS_THAT_MATTER = ['allow', 'content-type', 'location', 'retry-after', 'www-authenticate'] as const;
/** Placeholders whose number counts within a case: an answer about another receipt is another answer. */
const REFERENCES: readonly string[] = ['receiptId', 'txId'];
/** Dates whose distance from another of the same answer is a promise; a second may pass between the two (±). */
const DISTANCES: Readonly<Record<string, string>> = { expireDT: 'requestDT' };
const SLACK_SECONDS = 2;
/** Cases that send calls at a time: who wins the race is not part of the contract. */
const RACES = /\.onceInParallel$/;

/** What differs between two runs of a case; the consequences of a difference are not told again. */
export function compareCases(recorded: RecordedCase, now: RecordedCase): readonly Drift[] {
  const [before, after] = aligned(recorded, now);
  const drifts: Drift[] = [];
  const [wasAbout, isAbout] = [referencesOf(before), referencesOf(after)];
  const shorter = Math.min(before.length, after.length);
  for (let at = 0; at < shorter; at += 1) {
    const [was, is] = [before[at] as RecordedExchange, after[at] as RecordedExchange];
    const facts = { case: recorded.id, exchange: recorded.exchanges.indexOf(was), operation: was.operation };
    if (callOf(was) !== callOf(is)) {
      drifts.push({ ...facts, where: 'calls', kind: 'exchanges', recorded: callOf(was), now: callOf(is) });
      break;
    }
    drifts.push(...compareAnswers(was, is, { wasAbout, isAbout }).map((drift) => ({ ...facts, ...drift })));
  }
  // A case that met a difference ends there, and its verdict follows from it.
  if (drifts.length > 0) return drifts;
  const whole = { case: recorded.id, exchange: null, operation: null };
  // The same answers, and a table that has learned of them since.
  const isExplained = recorded.verdict === 'differs' && now.verdict === 'kept';
  if (recorded.verdict !== now.verdict && !isExplained) {
    return [{ ...whole, where: 'verdict', kind: 'verdict', recorded: recorded.verdict, now: now.verdict }];
  }
  return before.length === after.length
    ? []
    : [{ ...whole, where: 'calls', kind: 'exchanges', recorded: before.length, now: after.length }];
}

const callOf = ({ operation, method }: RecordedExchange) => `${method} ${operation ?? ''}`.trimEnd();

type Exchanges = readonly RecordedExchange[];

/** A live run shares its token among cases, and renews it: what one side alone asked for itself is left out. */
function aligned(recorded: RecordedCase, now: RecordedCase): readonly [Exchanges, Exchanges] {
  const isToken = ({ operation, answered }: RecordedExchange) =>
    operation === 'token' && answered.status === 200;
  const count = (exchanges: Exchanges) => exchanges.filter(isToken).length;
  const rest = (exchanges: Exchanges) =>
    exchanges
      .filter((one) => !isToken(one))
      .map(callOf)
      .join();
  const differ =
    count(recorded.exchanges) !== count(now.exchanges) || rest(recorded.exchanges) === rest(now.exchanges);
  const prepare = ({ id, exchanges }: RecordedCase): Exchanges => {
    const kept = differ ? exchanges.filter((exchange) => !isToken(exchange)) : exchanges;
    return RACES.test(id) ? inAnyOrder(kept) : kept;
  };
  return [prepare(recorded), prepare(now)];
}

/** The refusals after the answer, whichever call was the first. */
const inAnyOrder = (exchanges: Exchanges): Exchanges =>
  [...exchanges].sort((a, b) =>
    callOf(a) === callOf(b)
      ? a.answered.status - b.answered.status
      : exchanges.indexOf(a) - exchanges.indexOf(b),
  );

/** The placeholders of a case by the order in which they turn up: `<receiptId-41>` may be its first. */
function referencesOf(exchanges: Exchanges): (placeholder: string, kind: string) => number {
  const seen = new Map<string, string[]>();
  for (const [placeholder, kind = ''] of JSON.stringify(exchanges).matchAll(/<([a-zA-Z]+)-\d+/g)) {
    const others = seen.get(kind) ?? [];
    if (!others.includes(placeholder)) seen.set(kind, [...others, placeholder]);
  }
  return (placeholder, kind) => (seen.get(kind) ?? []).indexOf(placeholder);
}

type References = ReturnType<typeof referencesOf>;
type Difference = Pick<Drift, 'where' | 'kind' | 'recorded' | 'now'>;

interface Abouts {
  readonly wasAbout: References;
  readonly isAbout: References;
}

function compareAnswers(
  { answered: was }: RecordedExchange,
  { answered: is }: RecordedExchange,
  abouts: Abouts,
): readonly Difference[] {
  const differences: Difference[] = [];
  if (was.status !== is.status) {
    differences.push(difference('status', 'status', was.status, is.status));
    // An answer and a refusal have nothing in common.
    if (was.status === 200 || is.status === 200) return differences;
  }
  for (const name of HEADERS_THAT_MATTER) {
    const [before, after] = [was.headers[name], is.headers[name]];
    if (sameHeader(before) !== sameHeader(after))
      differences.push(difference(`header ${name}`, 'header', before, after));
  }
  const [before, after] = [bodyOf(was.body), bodyOf(is.body)];
  return [...differences, ...compareValues(before, after, '', abouts)];
}

const sameHeader = (value: string | undefined) => value?.toLowerCase().replaceAll(/\s/g, '');

const bodyOf = (body: RecordedExchange['answered']['body']): Json =>
  body === null ? '' : 'json' in body ? body.json : body.text;

const difference = (
  where: string,
  kind: DriftKind,
  recorded: Json | undefined,
  now: Json | undefined,
): Difference => ({
  where,
  kind,
  ...(recorded === undefined ? {} : { recorded: shown(recorded) }),
  ...(now === undefined ? {} : { now: shown(now) }),
});

/** A placeholder without its number and size, which are of no interest: the same difference is told once. */
const shown = (value: Json): Json =>
  typeof value === 'string'
    ? value.replaceAll(PLACEHOLDER, (placeholder) => classOf(placeholder)?.name ?? placeholder)
    : value;

function compareValues(was: Json, is: Json, where: string, abouts: Abouts): readonly Difference[] {
  if (isObject(was) && isObject(is)) return compareObjects(was, is, where, abouts);
  if (Array.isArray(was) && Array.isArray(is)) {
    return isDeepStrictEqual(was, is) ? [] : [difference(where, 'value', was, is)];
  }
  if (typeOf(was) !== typeOf(is)) return [difference(where, 'type', was, is)];
  if (typeof was !== 'string' || typeof is !== 'string') {
    return was === is ? [] : [difference(where, where === '/code' ? 'code' : 'value', was, is)];
  }
  const [before, after] = [classOf(was), classOf(is)];
  if (before === undefined && after === undefined)
    return isAlike(was, is) || isAlike(is, was) ? [] : [difference(where, 'value', was, is)];
  if (before?.name !== after?.name) return [difference(where, 'class', was, is)];
  if (before === undefined || after === undefined || !REFERENCES.includes(before.kind)) return [];
  const [first, second] = [
    abouts.wasAbout(before.placeholder, before.kind),
    abouts.isAbout(after.placeholder, after.kind),
  ];
  return first === second
    ? []
    : [difference(where, 'reference', ordinal(before.kind, first), ordinal(after.kind, second))];
}

/** Whether a text is the other, whatever stands for the placeholders in that: a message may name a receipt. */
function isAlike(text: string, other: string): boolean {
  const parts = text.split(PLACEHOLDER).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]+')}$`).test(other);
}

const ordinal = (kind: string, at: number) => `${kind} ${at + 1} of the case`;

type JsonObject = { readonly [name: string]: Json };

function compareObjects(
  was: JsonObject,
  is: JsonObject,
  where: string,
  abouts: Abouts,
): readonly Difference[] {
  const missing = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const extra = Object.keys(is).filter((name) => !Object.hasOwn(was, name));
  const renamed = missing.flatMap((old) => {
    const name = extra.find((one) => one.toLowerCase() === old.toLowerCase());
    return name === undefined ? [] : [[old, name] as const];
  });
  const isRenamed = (name: string) => renamed.some((pair) => pair.includes(name));
  const both = Object.keys(was).filter((name) => Object.hasOwn(is, name));
  const codeDiffers = was.code !== is.code;
  return [
    ...renamed.map(([old, name]) => difference(`${where}/${old}`, 'renamed', old, name)),
    ...missing
      .filter((name) => !isRenamed(name))
      .map((name) => difference(`${where}/${name}`, 'missing', was[name], undefined)),
    ...extra
      .filter((name) => !isRenamed(name))
      .map((name) => difference(`${where}/${name}`, 'extra', undefined, is[name])),
    ...both
      // The words go with the code.
      .filter((name) => !(name === 'message' && codeDiffers))
      .flatMap((name) => compareValues(was[name] as Json, is[name] as Json, `${where}/${name}`, abouts)),
    ...compareDistances(was, is, where),
  ];
}

const compareDistances = (was: JsonObject, is: JsonObject, where: string): readonly Difference[] =>
  Object.entries(DISTANCES).flatMap(([name, from]) => {
    const [before, after] = [was, is].map((object) => secondsOf(object[name]) - secondsOf(object[from]));
    return before !== undefined && after !== undefined && Math.abs(before - after) > SLACK_SECONDS
      ? [difference(`${where}/${name} after ${from}`, 'value', `${before} s`, `${after} s`)]
      : [];
  });

const secondsOf = (value: Json | undefined): number =>
  Number(/^<DT([+-]\d+)>$/.exec(String(value))?.[1] ?? Number.NaN);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'string' && /^<[a-zA-Z]+-\d+: number>$/.test(value) ? 'number' : typeof value;
};

interface PlaceholderClass {
  readonly name: string;
  readonly kind: string;
  /** Its start, which its number tells from others of its kind. */
  readonly placeholder: string;
}

/** What a placeholder stands for, without its number and size; undefined for a value of its own. */
function classOf(text: string): PlaceholderClass | undefined {
  const [, date] = /^<(DT|instant(?:\.ms)?)[+-]\d+>$/.exec(text) ?? [];
  if (date !== undefined) return { name: `<${date}>`, kind: date, placeholder: text };
  const [, placeholder = '', kind, note = ''] = /^(<([a-zA-Z]+)-\d+)(?:: ([^<>]*))?>$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const form = note.replaceAll(/(?:, )?\d+ (?:bytes|characters)/g, '');
  return { name: form === '' ? `<${kind}>` : `<${kind}: ${form}>`, kind, placeholder };
}
