// What happens where several processes share a store. While somebody listens to one of them, a note in the store says so,
// and all of them write what happens into a log there; whoever has listeners reads it, some times in a second. While
// nobody listens, there is one look at the notes in a while, and nothing is written.

import { findingRules } from '../core/findings.js';
import { keptCalls } from '../core/journal.js';
import type { Secrets } from '../core/secrets.js';
import { moment, until } from '../store/moment.js';
import { createRecords } from '../store/records.js';
import type { Store, Versioned } from '../store/store.js';
import { createPlaces, createRow } from './event-row.js';
import type { Events, Happened } from './events.js';
import type { OwnEvents } from './own-events.js';

/** Between two looks at the notes, ms: so long it takes until all know that somebody listens. */
const LOOK = 300;
/** Between two looks at the log while somebody listens, ms. */
const READ = 100;
/** A note holds so long, ms, unless it is renewed: until then a reader that comes back finds all. */
const HOLDS = 30_000;
/** So many events are kept in the store. */
const KEPT = 2000;

const LOG = 'events';
const COUNTER = 'event';
/** The first entry of a log: its number says where it begins. */
const BEGINNING = '';
/** All who share the store have the same ids. */
const RUN = 'shared';

/** Somebody listens to a process. */
interface Note extends Versioned {
  readonly process: string;
  /** The base clock, ms. */
  readonly until: number;
}

/** What happened as text; secrets are masked. */
function textOf(happened: Happened, secrets: Secrets): string {
  switch (happened.kind) {
    case 'call': {
      const [call] = keptCalls([happened.record], secrets);
      return JSON.stringify({ kind: 'kept', clientCode: happened.clientCode, call });
    }
    case 'finding': {
      const { rule, ...found } = happened.found;
      return JSON.stringify({ ...happened, found: { ...found, rule: rule.id } });
    }
    case 'kept':
    case 'receipt':
    case 'tenant':
    case 'clock':
      return JSON.stringify(happened);
  }
}

/** Undefined for the beginning, and for what only a newer version knows. */
function happenedOf(text: string): Happened | undefined {
  if (text === BEGINNING) return undefined;
  const read = JSON.parse(text) as Exclude<Happened, { kind: 'finding' }> | StoredFinding;
  if (read.kind !== 'finding') return read;
  const { rule: id, ...found } = read.found;
  const rule = findingRules.find((known) => known.id === id);
  return rule === undefined ? undefined : { ...read, found: { ...found, rule } };
}

type Finding = Extract<Happened, { kind: 'finding' }>;
interface StoredFinding extends Omit<Finding, 'found'> {
  readonly found: Omit<Finding['found'], 'rule'> & { readonly rule: string };
}

/** Who listens, by the notes in the store. */
function createNotes(store: Store, process: string, now: () => number, newMark: () => string) {
  const notes = createRecords<Note>(
    store,
    { kind: 'listening', keyOf: (note) => note.process, ownerOf: () => '' },
    newMark,
  );
  const holding = async () => {
    const all = (await notes.list(null, { limit: 100 })) ?? [];
    for (const note of all) if (note.until <= now()) await notes.drop(note.process, note.version);
    return all.filter((note) => note.until > now());
  };
  let seen: boolean | Promise<boolean> = false;
  let seenAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    try {
      seen = (await holding()).length > 0;
    } catch {
      // Nothing can be told without the store either.
      seen = false;
    }
    return seen;
  };
  return {
    /** Whether anybody listened at the last look, which is not long ago. */
    isAny(): boolean | Promise<boolean> {
      if (moment() - seenAt < LOOK) return seen;
      seenAt = moment();
      seen = look();
      return seen;
    },
    /** Says that somebody listens here; false if nobody did anywhere. */
    async write(): Promise<boolean> {
      const others = await holding();
      const own = others.find((note) => note.process === process);
      await notes.put({ process, until: now() + HOLDS, version: 0 }, own?.version ?? 0);
      return others.length > 0;
    },
  };
}

interface Given {
  readonly store: Store;
  /** A name that no other process has. */
  readonly process: string;
  /** The base clock, ms. */
  readonly now: () => number;
  readonly newMark: () => string;
  readonly secrets: () => Secrets;
}

type Notes = ReturnType<typeof createNotes>;
type Row = ReturnType<typeof createRow>;
type Places = ReturnType<typeof createPlaces>;

/** The log in the store, and how far it was read into the row. */
function createLog(
  { store, newMark }: Pick<Given, 'store' | 'newMark'>,
  notes: Notes,
  row: Row,
  places: Places,
) {
  let writtenAt = Number.NEGATIVE_INFINITY;
  const write = async () => {
    writtenAt = moment();
    return notes.write();
  };
  /** Nobody listened, or the store lost all: what is in the log, and where readers were, is of before. */
  const beginAnew = async () => {
    places.dropAll();
    await store.clear(LOG);
    const begun = await store.append(
      { counter: COUNTER, entries: [{ log: LOG, text: BEGINNING, keep: KEPT }] },
      newMark(),
    );
    row.beginAt(begun?.number ?? 0);
  };
  const read = async () => {
    for (const { number, text } of await store.entries(LOG, { limit: KEPT, after: row.last() })) {
      const happened = happenedOf(text);
      if (happened === undefined) row.beginAt(number);
      else row.add(happened, number);
    }
  };
  return {
    async read() {
      if (moment() - writtenAt > HOLDS / 3 && !(await write())) await beginAnew();
      const last = row.last();
      await read();
      if (row.last() !== last) places.grown();
    },
    /** From the oldest that is kept, where somebody comes back; else from the newest. */
    async begin(isBack: boolean) {
      if (!(await write())) return beginAnew();
      const kept = await store.entries(LOG, { limit: isBack ? KEPT : 1 });
      const [first] = kept;
      row.beginAt(first === undefined ? 0 : first.number - (isBack ? 1 : 0));
      if (isBack) await read();
    },
  };
}

/** Reads for as long as somebody listens. */
function createReader({ store, process, now, newMark }: Omit<Given, 'secrets'>) {
  const row = createRow(RUN);
  const places = createPlaces(row, now);
  const notes = createNotes(store, process, now, newMark);
  const log = createLog({ store, newMark }, notes, row, places);
  let expectedUntil = 0;
  /** Since somebody listens here, or is about to: resolves when the row begins, and when all others know it. */
  let reading: { readonly begun: Promise<boolean>; readonly known: Promise<void> } | undefined;
  let isEnded = false;

  const readOn = async () => {
    while (!isEnded && (places.some() || moment() < expectedUntil)) {
      await until(moment() + READ);
      // A store that is away may come back.
      await log.read().catch(() => {});
    }
    reading = undefined;
  };
  const start = (isBack: boolean) => {
    const begun = log.begin(isBack).then(() => true);
    const known = begun.then(() => until(moment() + LOOK));
    known.then(readOn).catch(() => {
      reading = undefined;
    });
    return { begun, known };
  };
  return {
    row,
    places,
    /** Whether anybody listens, here or elsewhere. */
    isAny: () => reading?.begun ?? notes.isAny(),
    expect(after: string | undefined): Promise<void> {
      expectedUntil = moment() + HOLDS / 3;
      reading ??= start(after !== undefined);
      return reading.known;
    },
    end() {
      isEnded = true;
      places.end();
    },
  };
}

/** `own`: what happens in this process, for its own log. */
export function createSharedEvents(given: Given, own: OwnEvents): Events {
  const { store, newMark, secrets } = given;
  const { row, places, isAny, expect, end } = createReader(given);
  const tell = async (isWanted: true | Promise<boolean>, happened: Happened) => {
    try {
      if (!(await isWanted)) return;
      const entry = { log: LOG, text: textOf(happened, secrets()), keep: KEPT };
      await store.append({ counter: COUNTER, entries: [entry] }, newMark());
    } catch {
      // Nobody's call fails because it could not be told of.
    }
  };
  return {
    // Whether it is shows when it is told.
    wanted: true,
    tell(happened) {
      if (own.wanted) own.tell(happened);
      const isWanted = isAny();
      return isWanted === false ? undefined : tell(isWanted, happened);
    },
    expect,
    listen(after, listener) {
      if (listener.leavesForGood === true) return own.listen(after, listener);
      const number = after?.startsWith(`${RUN}-`) ? Number(after.slice(RUN.length + 1)) : Number.NaN;
      const isKept = Number.isInteger(number) && number + 1 >= row.first() && number <= row.last();
      const from = isKept ? number : row.last();
      const { take, leave } = places.enter({ listener, next: from + 1 });
      return { missed: after !== undefined && !isKept, from: row.idOf(from), take, leave };
    },
    here: () => undefined,
    notice: own.notice,
    end() {
      own.end();
      end();
    },
  };
}
