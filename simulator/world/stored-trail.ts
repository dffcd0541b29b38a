// A client's trail in the store: some records of its tenant. `recent` changes with every call, so its version guards the
// others, which are larger and are written only when they change. Between calls a trail is kept at hand, and the store
// says whether it is still so when the next call is noted.

import QuickLRU from 'quick-lru';
import { type BoundedPart, type ClientTrail, newTrail } from '../core/client-trail.js';
import type { Added, Addition, Store, Versioned } from '../store/store.js';

const KIND = 'trail';
/** Small, for it is written with calls: each bounded part keeps so many. */
const KEPT = 64;
type Part = 'recent' | BoundedPart;

interface Recent extends Versioned, Pick<ClientTrail, 'tokenUntil' | 'tokens' | 'polls'> {
  readonly part: 'recent';
  readonly last: ClientTrail['last'] | null;
}
interface Bounded extends Versioned {
  readonly part: BoundedPart;
  readonly entries: readonly (readonly [string, never])[];
}

const boundedParts: readonly BoundedPart[] = ['final', 'pending', 'ended', 'signedTokens'];

/** A trail and what is stored of it. */
export interface Held {
  readonly trail: ClientTrail;
  readonly versions: Record<Part, number>;
  /** How often its parts had been changed when they were written. */
  readonly written: Record<BoundedPart, number>;
}

type Puts = NonNullable<Addition['puts']>;

/** So many trails are at hand. */
const HELD = 1000;

export interface Trails {
  read(holder: string): Held | Promise<Held>;
  /** What must be put of a trail that took note of a call. */
  puts(holder: string, held: Held): Puts;
  /** It was put. */
  wrote(holder: string, held: Held, puts: Puts, added: Added): void;
  /** What is at hand is not so any more. */
  forget(holder: string): void;
}

function heldOf(records: readonly (Recent | Bounded)[]): Held {
  const trail = newTrail(KEPT);
  const versions: Record<Part, number> = { recent: 0, final: 0, pending: 0, ended: 0, signedTokens: 0 };
  for (const record of records) {
    versions[record.part] = record.version;
    if (record.part !== 'recent') trail[record.part] = new Map(record.entries);
    else {
      trail.tokenUntil = record.tokenUntil;
      trail.tokens = [...record.tokens];
      trail.polls = { ...record.polls };
      trail.last = record.last ?? undefined;
    }
  }
  return { trail, versions, written: { ...trail.changes } };
}

export function createTrails(store: Store): Trails {
  const held = new QuickLRU<string, Held>({ maxSize: HELD });
  const put = (holder: string, { versions }: Held, record: Recent | Bounded): Puts[number] => ({
    placed: { kind: KIND, key: `${holder}/${record.part}`, owner: holder, record },
    expected: versions[record.part],
  });
  return {
    read(holder) {
      const known = held.get(holder);
      if (known !== undefined) return known;
      const records = store.list(KIND, holder, { limit: 1 + boundedParts.length });
      // What was put under this kind is one of these.
      const take = (read: readonly Versioned[] = []) => heldOf(read as readonly (Recent | Bounded)[]);
      return records instanceof Promise ? records.then(take) : take(records);
    },
    puts(holder, one) {
      const { tokenUntil, tokens, polls, last = null, changes } = one.trail;
      const puts = [put(holder, one, { part: 'recent', tokenUntil, tokens, polls, last, version: 0 })];
      for (const part of boundedParts) {
        if (changes[part] === one.written[part]) continue;
        puts.push(put(holder, one, { part, entries: [...one.trail[part]] as never, version: 0 }));
      }
      return puts;
    },
    wrote(holder, one, puts, { version }) {
      for (const { placed } of puts) one.versions[(placed.record as Recent | Bounded).part] = version;
      Object.assign(one.written, one.trail.changes);
      held.set(holder, one);
    },
    forget(holder) {
      held.delete(holder);
    },
  };
}

/** A trail goes with its tenant. */
export const dropTrail = (store: Store, holder: string) => store.dropOwner(KIND, holder);
