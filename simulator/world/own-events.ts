// What happens in this process alone, in memory.

import { createPlaces, createRow } from './event-row.js';
import type { Events, Happened } from './events.js';

/** In memory nobody waits. */
export interface OwnEvents extends Events {
  tell(happened: Happened): void;
  here(): string;
}

/** `run` tells the ids of this simulator from those of another one; `now` is the base clock, ms. */
export function createEvents(run: string, now: () => number): OwnEvents {
  const row = createRow(run);
  const places = createPlaces(row, now);
  let wanted = false;

  /** Nobody came back in time: nothing is kept any longer. */
  const giveUp = () => {
    if (!wanted || !places.isOver()) return;
    wanted = false;
    row.forget();
  };
  const begin = () => {
    giveUp();
    wanted = true;
  };
  /** The number behind an id of this run, if nothing since then is gone. */
  const numberOf = (id: string): number | undefined => {
    const number = id.startsWith(`${run}-`) ? Number(id.slice(run.length + 1)) : Number.NaN;
    return Number.isInteger(number) && number + 1 >= row.first() && number <= row.last() ? number : undefined;
  };

  return {
    get wanted() {
      return wanted;
    },
    tell(happened) {
      giveUp();
      if (!wanted) return;
      row.add(happened);
      places.grown();
    },
    expect() {},
    listen(after, listener) {
      begin();
      const known = after === undefined ? row.last() : numberOf(after);
      const from = known ?? row.last();
      const { take, leave } = places.enter({ listener, next: from + 1 });
      return { missed: known === undefined, from: row.idOf(from), take, leave };
    },
    here() {
      begin();
      places.expect();
      return row.idOf(row.last());
    },
    notice: places.notice,
    end: places.end,
  };
}
