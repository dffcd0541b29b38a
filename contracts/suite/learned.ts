// What a run against somebody else's service teaches: the codes of refusals, and what of the tables is verified. Learned is
// only what can have no other reason; all else is shown, and left to a person.

import {
  type CatalogueEntry,
  createCatalogue,
  type ErrorTable,
  isAboutCaller,
  type Text,
} from '../protocol/index.js';
import { keptRows } from './recording/live-verified.js';
import { createPlaceholders, type KnownValues } from './recording/placeholders.js';
import { isSimulator } from './recording/recording.js';
import type { SeenRefusal } from './refusal.js';
import type { CaseResult } from './result.js';

/** A refusal of a case. */
export interface Sighting extends Omit<SeenRefusal, 'errorId'> {
  readonly case: string;
}

export interface LearnedError {
  readonly errorId: string;
  readonly code: number;
  readonly status: number;
  readonly message: string;
  /** Who saw it first. */
  readonly from: Sighting;
  /** What our table has; equal to what was learned where it is verified. */
  readonly ours: Pick<CatalogueEntry, 'code' | 'status' | 'message'>;
}

/** Why something that was seen is not learned. */
export const doubts = {
  caller: {
    en: 'it is said of who calls, not of what was asked',
    ko: '요청이 아니라 호출한 쪽에 대한 응답임',
  },
  lawful: {
    en: 'it came for what is lawful too, so it has another reason',
    ko: '정상 요청에도 같은 응답이 왔으므로 다른 이유가 있음',
  },
  conflict: { en: 'cases teach different codes for it', ko: '케이스마다 코드가 다름' },
} as const satisfies Readonly<Record<string, Text>>;

export interface DoubtfulError {
  readonly errorId: string;
  readonly doubt: keyof typeof doubts;
  readonly seen: readonly Sighting[];
}

/** Settings as `--config` and `createSimulator` take them. */
export interface LearnedConfig {
  readonly errors: ErrorTable;
  /** Rows of the ledger that were verified live, and `case:<id>` of what was played → the day, `yyyy-MM-dd`. */
  readonly verified: Readonly<Record<string, string>>;
}

export interface Learned {
  readonly errors: readonly LearnedError[];
  readonly doubtful: readonly DoubtfulError[];
  readonly config: LearnedConfig;
}

export interface LearningFacts extends KnownValues {
  /** When the run was made, ms. */
  readonly at: number;
  /** Whether the real service was called; only that can verify a row of the ledger. */
  readonly isLive: boolean;
  /** What was known before, and is kept unless it was learned anew. */
  readonly before?: Partial<LearnedConfig> | undefined;
}

/** What a run taught. Never throws. Source: the answers that the run got. */
export function learn(results: readonly CaseResult[], facts: LearningFacts): Learned {
  const lawful = lawfulRefusals(results);
  const errors: LearnedError[] = [];
  const doubtful: DoubtfulError[] = [];
  for (const [errorId, seen] of sightings(results)) {
    const doubt = doubtOf(errorId, seen, lawful);
    const [from] = seen;
    const ours = createCatalogue().get(errorId);
    if (doubt !== undefined) doubtful.push({ errorId, doubt, seen: differing(seen) });
    else if (from !== undefined && ours !== undefined) errors.push({ errorId, ...wordsOf(from), from, ours });
  }
  return { errors, doubtful, config: configOf(results, errors, facts) };
}

/** By error id, in the order in which they came. */
function sightings(results: readonly CaseResult[]): ReadonlyMap<string, readonly Sighting[]> {
  const seen = new Map<string, Sighting[]>();
  for (const { case: one, refusals } of results)
    for (const { errorId, ...refusal } of refusals)
      seen.set(errorId, [...(seen.get(errorId) ?? []), { ...refusal, case: one.id }]);
  return seen;
}

/** The families of errors that may be said of who calls. */
const OF_CALLERS = /^(?:auth|token|call)\./;
const UNAUTHORIZED = 401;

function doubtOf(
  errorId: string,
  seen: readonly Sighting[],
  lawful: Lawful,
): DoubtfulError['doubt'] | undefined {
  const isOfCallers = OF_CALLERS.test(errorId);
  if (!isOfCallers && seen.some(({ code, status }) => isAboutCaller(code) || status === UNAUTHORIZED))
    return 'caller';
  if (!isOfCallers && seen.some(({ code }) => lawful.isRefused(errorId, code))) return 'lawful';
  return differing(seen).length > 1 ? 'conflict' : undefined;
}

/** The first of each code and status. */
const differing = (seen: readonly Sighting[]): readonly Sighting[] =>
  seen.filter(
    ({ code, status }, at) => seen.findIndex((one) => one.code === code && one.status === status) === at,
  );

interface Lawful {
  isRefused(errorId: string, code: number): boolean;
}

/**
 * The codes that came where an answer was expected. The plain Request of a service tells of all errors, any other case of
 * the errors of the fields that it holds: a code that a lawful phone number gets too is not that of a wrong one.
 */
function lawfulRefusals(results: readonly CaseResult[]): Lawful {
  const everywhere = new Set<number>();
  const ofField = new Set<string>();
  for (const { case: one, verdict, exchanges, refusals } of results) {
    const last = exchanges.length - 1;
    if (verdict === 'kept' || verdict === 'skipped') continue;
    if (refusals.some(({ exchange }) => exchange === last)) continue;
    const code = codeOf(exchanges[last]?.answered);
    if (code === undefined) continue;
    if (one.id.endsWith('.request.accepted')) everywhere.add(code);
    const [, field] = /^\w+\.field\.(\w+)\.longest/.exec(one.id) ?? [];
    if (field !== undefined) ofField.add(`${field} ${code}`);
  }
  return {
    isRefused(errorId, code) {
      const [, field] = /^field\.(\w+)\./.exec(errorId) ?? [];
      return everywhere.has(code) || ofField.has(`${field} ${code}`);
    },
  };
}

function codeOf(answered: CaseResult['exchanges'][number]['answered'] | undefined): number | undefined {
  if (answered === undefined || answered.status === 200) return undefined;
  try {
    const code: unknown = JSON.parse(answered.body)?.code;
    return typeof code === 'number' ? code : undefined;
  } catch {
    return undefined;
  }
}

const wordsOf = ({ code, status, message }: Sighting) => ({ code, status, message });

function configOf(
  results: readonly CaseResult[],
  learned: readonly LearnedError[],
  { at, isLive, before, secrets, people }: LearningFacts,
): LearnedConfig {
  const day = new Date(at).toISOString().slice(0, 10);
  const known = createPlaceholders({ secrets, people });
  const errors: Record<string, ErrorTable[keyof ErrorTable]> = { ...before?.errors };
  for (const { errorId, code, status, message, ours } of withForeign(learned)) {
    const isOurs = code === ours.code && status === ours.status && message === ours.message;
    if (isOurs) delete errors[errorId];
    // Words about this very person or receipt are no row of a table.
    else errors[errorId] = { code, status, ...(isAbout(message, known.isIn) ? {} : { message }) };
  }
  const ids = new Set(learned.map(({ errorId }) => errorId));
  const ran = results.map(({ case: { id }, verdict }) => ({ id, verdict }));
  const rows = isLive && !isSimulator(results) ? keptRows(ran, (_, errorId) => ids.has(errorId)) : [];
  const played = ran.flatMap(({ id, verdict }) => (verdict === 'skipped' ? [] : [`case:${id}`]));
  const verified = Object.fromEntries([...rows, ...played].map((row) => [row, day]));
  return { errors, verified: { ...before?.verified, ...verified } };
}

const isAbout = (message: string, isKnown: (text: string) => boolean): boolean =>
  isKnown(message) || /\d{18}/.test(message);

/** A foreign receipt answers as an unknown one does, unless it was seen to answer otherwise. */
function withForeign(learned: readonly LearnedError[]): readonly LearnedError[] {
  const unknown = learned.find(({ errorId }) => errorId === 'receipt.unknown');
  if (unknown === undefined || learned.some(({ errorId }) => errorId === 'receipt.foreign')) return learned;
  return [...learned, { ...unknown, errorId: 'receipt.foreign' }];
}
