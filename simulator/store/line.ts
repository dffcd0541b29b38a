// Records in the order of their coming, in blocks: a line can be entered in the middle, and no step of it, be it one that
// makes room, touches more than a block or the list of blocks, however long the line is.

export interface InLine {
  /** Counts up over the whole store. */
  readonly serial: number;
  /** Undefined once it is gone: a hole. */
  readonly record: unknown;
}

export type Direction = 'oldestFirst' | 'newestFirst';

export interface Line<E extends InLine> {
  add(entry: E): void;
  /** Notes that an entry of it is gone. */
  leave(entry: E): void;
  /** How many are in it. */
  size(): number;
  /** All of it, oldest first, with holes; at most as many together as a block holds. */
  blocks(): readonly (readonly E[])[];
  /** At most `limit` that are `wanted`, behind `from` (from the end of the line unless given), in that direction. */
  read(direction: Direction, from: E | undefined, limit: number, wanted: (entry: E) => boolean): readonly E[];
}

/** How many entries stand together. */
const BLOCK = 1000;

interface Block<E> {
  /** The serial of its first entry, there or gone. */
  readonly first: number;
  entries: E[];
  holes: number;
}

/** The last place whose serial is at most `wanted`, by halving; -1 if there is none. */
function placeOf<T>(items: readonly T[], serialOf: (item: T) => number, wanted: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && serialOf(item) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const firstOf = ({ first }: { readonly first: number }) => first;
const ownOf = ({ serial }: InLine) => serial;

/** An empty line; `room` is how many entries a block holds. */
export function createLine<E extends InLine>(room: number = BLOCK): Line<E> {
  let blocks: Block<E>[] = [];
  let emptied = 0;
  let size = 0;

  const place = (entry: E) => placeOf(blocks, firstOf, entry.serial);
  /** Where the next one after `from` stands; a step beyond either end of its block leads to the next block. */
  const enter = (step: 1 | -1, from: E | undefined) => {
    if (from === undefined) return { block: step === 1 ? 0 : blocks.length - 1, at: undefined };
    const block = place(from);
    const before = placeOf(blocks[block]?.entries ?? [], ownOf, from.serial);
    return { block, at: before + step };
  };

  return {
    add(entry) {
      const last = blocks.at(-1);
      size += 1;
      const fits = last !== undefined && last.entries.length > 0 && last.entries.length < room;
      if (fits) last.entries.push(entry);
      else blocks.push({ first: entry.serial, entries: [entry], holes: 0 });
    },
    leave(entry) {
      const block = blocks[place(entry)];
      if (block === undefined) return;
      size -= 1;
      block.holes += 1;
      if (block.holes * 2 < block.entries.length) return;
      block.entries = block.entries.filter(({ record }) => record !== undefined);
      block.holes = 0;
      if (block.entries.length > 0) return;
      emptied += 1;
      if (emptied * 2 < blocks.length) return;
      blocks = blocks.filter(({ entries }) => entries.length > 0);
      emptied = 0;
    },
    size: () => size,
    blocks: () => blocks.map(({ entries }) => entries),
    read(direction, from, limit, wanted) {
      const step = direction === 'oldestFirst' ? 1 : -1;
      const found: E[] = [];
      let { block, at } = enter(step, from);
      for (; found.length < limit; block += step, at = undefined) {
        const entries = blocks[block]?.entries;
        if (entries === undefined) break;
        at ??= step === 1 ? 0 : entries.length - 1;
        for (; at >= 0 && at < entries.length && found.length < limit; at += step) {
          const entry = entries[at];
          if (entry?.record !== undefined && wanted(entry)) found.push(entry);
        }
      }
      return found;
    },
  };
}
