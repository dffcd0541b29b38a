// The row of events that listeners read, each from a place of its own; whoever falls out of its end is dropped. So a slow
// reader holds nothing but its place, and nobody waits for it.

import type { Text } from '../../contracts/protocol/index.js';
import { soon } from '../store/turn.js';
import type { Happened, KeptEvent, Listener, Listening } from './events.js';

/** What is kept at most: events, and bytes of their calls. */
const KEPT = 5_000;
const BYTES_KEPT = 16 * 1024 * 1024;
/** What is kept is kept so long after the last listener has left, ms. */
const STAYS = 60_000;
/** What an event takes besides the bodies of a call, bytes; roughly. */
const FRAME = 1024;

const weightOf = (happened: Happened): number => {
  if (happened.kind === 'kept') return FRAME + happened.call.body.length + happened.call.replyBody.length;
  if (happened.kind !== 'call') return FRAME;
  const { call, reply } = happened.record;
  return FRAME + call.target.length + (call.body === 'tooLarge' ? 0 : call.body.length) + reply.body.length;
};

interface Place {
  readonly listener: Listener;
  /** The number of the next event that it takes. */
  next: number;
}

/** The row of what is kept, by number; numbers are given here. */
export function createRow(run: string) {
  let events: KeptEvent[] = [];
  /** Where the oldest one stands. */
  let head = 0;
  let bytes = 0;
  let last = 0;
  const clear = () => {
    events = [];
    head = 0;
    bytes = 0;
  };
  const shift = () => {
    const oldest = events[head];
    if (oldest === undefined) return;
    bytes -= weightOf(oldest.happened);
    head += 1;
    if (head * 2 < events.length) return;
    events = events.slice(head);
    head = 0;
  };
  return {
    last: () => last,
    /** The number of the oldest that is kept, or of the next one. */
    first: () => last + 1 - (events.length - head),
    idOf: (number: number) => `${run}-${number}`,
    /** The next one, or the one of a number; where some are missing before it, nothing before it is kept. */
    add(happened: Happened, number: number = last + 1) {
      if (number !== last + 1) clear();
      last = number;
      bytes += weightOf(happened);
      events.push({ id: `${run}-${last}`, number: last, happened, text: undefined });
      while (events.length - head > KEPT || (bytes > BYTES_KEPT && events.length - head > 1)) shift();
    },
    from(number: number, limit: number): readonly KeptEvent[] {
      const at = head + number - (last + 1 - (events.length - head));
      return events.slice(at, at + limit);
    },
    /** Forgets what stands before a number. */
    forgetBefore(number: number) {
      while (last + 1 - (events.length - head) < number && events.length > head) shift();
    },
    /** Forgets all. A number is skipped, so that whoever knows the last one sees that there may have been more. */
    forget() {
      clear();
      last += 1;
    },
    /** Forgets all: the next one has the number behind this one. */
    beginAt(number: number) {
      clear();
      last = number;
    },
  };
}

const isReader = ({ listener }: Place) => listener.leavesForGood !== true;

/** Who listens, and whether anybody may come back who did. */
function createPresence(now: () => number) {
  const places = new Set<Place>();
  /** How many of them may come back. */
  let readers = 0;
  let leftAt = Number.NEGATIVE_INFINITY;
  return {
    places,
    enter(place: Place) {
      places.add(place);
      if (isReader(place)) readers += 1;
    },
    leave(place: Place) {
      if (!places.delete(place) || !isReader(place)) return;
      readers -= 1;
      if (readers === 0) leftAt = now();
    },
    /** A reader is about to come. */
    expect() {
      if (readers === 0) leftAt = now();
    },
    /** Nobody may come back for what is kept. */
    isFree: () => readers === 0 && now() - leftAt >= STAYS,
  };
}

/** Who listens, and from where in the row. */
export function createPlaces(
  row: Pick<ReturnType<typeof createRow>, 'first' | 'from' | 'forgetBefore'>,
  now: () => number,
) {
  const { places, enter, leave, expect, isFree } = createPresence(now);
  let waking = false;
  const drop = (isLost: (place: Place) => boolean) => {
    for (const place of places) {
      if (!isLost(place)) continue;
      leave(place);
      place.listener.drop();
    }
  };
  const wakeAll = () => {
    waking = false;
    for (const { listener } of places) listener.wake();
    if (isFree()) row.forgetBefore(Math.min(...[...places].map(({ next }) => next)));
  };
  return {
    /** Somebody listens. */
    some: () => places.size > 0,
    /** Nobody listens, nor did lately. */
    isOver: () => places.size === 0 && isFree(),
    expect,
    notice(text: Text) {
      for (const { listener } of places) listener.notice?.(text);
    },
    enter(place: Place): Pick<Listening, 'take' | 'leave'> {
      enter(place);
      return {
        take(limit) {
          if (!places.has(place)) return [];
          const taken = row.from(place.next, limit);
          place.next += taken.length;
          return taken;
        },
        leave: () => leave(place),
      };
    },
    /** The row has grown: whoever fell out of its end goes, the others are woken in the next turn. */
    grown() {
      const first = row.first();
      drop(({ next }) => next < first);
      if (waking || places.size === 0) return;
      waking = true;
      soon(wakeAll);
    },
    /** Where they are is nowhere any more. */
    dropAll: () => drop(() => true),
    end() {
      for (const place of [...places]) {
        place.listener.wake();
        leave(place);
        place.listener.end();
      }
    },
  };
}
