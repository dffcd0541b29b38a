// Records in the order of their coming. A line can be entered in the middle, and one that leaves it leaves a hole: both
// cost the same however long it is. Holes go once they are more than half.

export interface InLine {
  /** Counts up over the whole store. */
  readonly serial: number;
  /** Undefined once it is gone. */
  readonly record: unknown;
}

export interface Line<E extends InLine> {
  add(entry: E): void;
  /** One of its entries is gone. */
  leave(): void;
  /** How many are in it. */
  size(): number;
  /** All that are in it, and holes. */
  entries(): readonly E[];
  /** At most `limit` that are `wanted`, behind `from` (from the end of the line unless given), in that direction. */
  read(direction: Direction, from: E | undefined, limit: number, wanted: (entry: E) => boolean): readonly E[];
}

export type Direction = 'oldestFirst' | 'newestFirst';

/** A line shorter than this is not worth closing up. */
const SHORT = 64;

export function createLine<E extends InLine>(): Line<E> {
  let entries: E[] = [];
  let holes = 0;

  /** Where the first entry stands that came after `serial`, by halving. */
  const placeAfter = (serial: number): number => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.serial ?? 0) > serial) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    add(entry) {
      entries.push(entry);
    },
    leave() {
      holes += 1;
      if (entries.length < SHORT || holes * 2 < entries.length) return;
      entries = entries.filter(({ record }) => record !== undefined);
      holes = 0;
    },
    size: () => entries.length - holes,
    entries: () => entries,
    read(direction, from, limit, wanted) {
      const step = direction === 'oldestFirst' ? 1 : -1;
      const end = step === 1 ? 0 : entries.length - 1;
      let at = from === undefined ? end : placeAfter(step === 1 ? from.serial : from.serial - 1);
      if (from !== undefined && step === -1) at -= 1;
      const found: E[] = [];
      for (; found.length < limit; at += step) {
        const entry = entries[at];
        if (entry === undefined) break;
        if (entry.record !== undefined && wanted(entry)) found.push(entry);
      }
      return found;
    },
  };
}
