// A list of very many rows, of which only those in sight are in the page. All rows are equally high.

import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface RowsProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** The cells of a row; the first holds the link or button that takes the focus. */
  readonly cells: (item: T) => ComponentChildren;
  readonly heads: readonly string[];
  /** The names of the columns in the style sheet. */
  readonly layout: string;
  readonly label: string;
  readonly isChosen?: (item: T) => boolean;
  /** The end of what is loaded is in sight. */
  readonly onEnd?: () => void;
}

const NARROW = '(max-width: 720px)';
const heightNow = () => (matchMedia(NARROW).matches ? 76 : 44);
/** Rows beyond each edge, so that scrolling shows no hole. */
const SPARE = 8;

/** The height of a row, px: the style sheet has the same two. */
function useRowHeight(): number {
  const [height, setHeight] = useState(heightNow);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const change = () => setHeight(heightNow());
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, []);
  return height;
}

/** What of a box that scrolls is in sight, px. */
function useSight(box: RefObject<HTMLDivElement | null>) {
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const look = () => {
    const { current } = box;
    if (current !== null) setSight({ top: current.scrollTop, height: current.clientHeight });
  };
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return { ...sight, look };
}

/** Where lists were left, by their address: the key of the first row in sight. Whoever comes back goes on from there. */
const places = new Map<string, string>();
const address = (layout: string) => `${layout} ${location.pathname}${location.search}`;

type Keyed<T> = Pick<RowsProps<T>, 'items' | 'keyOf' | 'layout'>;

/** Looks for a key from an index on, both ways: rows move by few places. */
function near<T>({ items, keyOf }: Keyed<T>, key: string, from: number): number | undefined {
  for (let away = 0; away < items.length; away += 1) {
    for (const at of [from + away, from - away]) {
      const item = items[at];
      if (item !== undefined && keyOf(item) === key) return at;
    }
  }
  return undefined;
}

/**
 * Keeps in its place what is looked at, whatever comes before it: the row with the focus of the keyboard, or the first one
 * in sight of a list that was scrolled. Gives how far the box must be scrolled on, px, which it does once the rows are there.
 */
function useAnchor<T>(
  box: RefObject<HTMLDivElement | null>,
  given: Keyed<T>,
  height: number,
  look: () => void,
) {
  const { items, keyOf, layout } = given;
  const before = useRef<readonly T[]>([]);
  const shift = useRef(0);
  if (before.current !== items) {
    const top = box.current?.scrollTop ?? 0;
    const focused = box.current?.querySelector(':focus-visible')?.closest('[aria-rowindex]') ?? null;
    const index = focused === null ? Math.floor(top / height) : indexOf(focused);
    const seen = before.current[index];
    const isHeld = seen !== undefined && (focused !== null || top > 0);
    const key = isHeld ? keyOf(seen) : box.current === null ? places.get(address(layout)) : undefined;
    const now = key === undefined ? undefined : near(given, key, index);
    shift.current = now === undefined ? 0 : (now - index) * height;
    before.current = items;
  }
  useLayoutEffect(() => {
    if (shift.current === 0 || box.current === null) return;
    box.current.scrollTop += shift.current;
    shift.current = 0;
    look();
  });
  return shift.current;
}

/** Remembers the first row in sight; of a list that stands at its beginning nothing. */
function remember<T>({ items, keyOf, layout }: Keyed<T>, index: number): void {
  const first = index > 0 ? items[index] : undefined;
  if (first === undefined) places.delete(address(layout));
  else places.set(address(layout), keyOf(first));
}

/** The header is the first row of the table. */
const indexOf = (row: Element | null) => Number(row?.getAttribute('aria-rowindex') ?? Number.NaN) - 2;

/** Moves the focus from row to row; one out of sight comes into it first. */
function useKeys(box: RefObject<HTMLDivElement | null>, count: number, height: number, look: () => void) {
  const wanted = useRef<number | undefined>(undefined);
  const focus = (index: number) => {
    const { current } = box;
    if (current === null || index < 0 || index >= count) return;
    const top = index * height;
    const lowest = top + 2 * height - current.clientHeight;
    if (top < current.scrollTop) current.scrollTop = top;
    if (lowest > current.scrollTop) current.scrollTop = lowest;
    wanted.current = index;
    look();
  };
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const place = `[aria-rowindex="${wanted.current + 2}"] :is(a,button)`;
    const row = box.current?.querySelector<HTMLElement>(place);
    if (row == null) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  return (event: KeyboardEvent) => {
    const at = indexOf((event.target as Element).closest('[aria-rowindex]'));
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(count - 1, at + page),
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    if (to === undefined || Number.isNaN(at)) return;
    event.preventDefault();
    focus(to);
  };
}

export function Rows<T>({ items, keyOf, cells, heads, layout, label, isChosen, onEnd }: RowsProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const sight = useSight(box);
  const onKeyDown = useKeys(box, items.length, height, sight.look);
  const given = { items, keyOf, layout };
  const top = sight.top + useAnchor(box, given, height, sight.look);
  const first = Math.max(0, Math.floor(top / height) - SPARE);
  const end = Math.min(items.length, Math.ceil((top + sight.height) / height) + SPARE);
  const onScroll = () => {
    sight.look();
    remember(given, Math.floor((box.current?.scrollTop ?? 0) / height));
  };
  useEffect(() => {
    if (end >= items.length) onEnd?.();
  }, [end, items.length]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows out of sight are not there, which a <table> can't say
    <div class={`rows ${layout}`} role="table" aria-label={label} aria-rowcount={items.length + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: the same */}
      <div class="head" role="row" aria-rowindex={1} tabIndex={-1}>
        {heads.map((head) => (
          // biome-ignore lint/a11y/useSemanticElements: the same
          // biome-ignore lint/a11y/useFocusableInteractive: a head of a column does nothing
          <span key={head} role="columnheader">
            {head}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the same */}
      <div class="scroll" role="rowgroup" ref={box} onScroll={onScroll} onKeyDown={onKeyDown}>
        <div class="all" role="presentation" style={{ height: `${items.length * height}px` }}>
          {items.slice(first, end).map((item, at) => (
            // biome-ignore lint/a11y/useSemanticElements: the same
            <div
              key={keyOf(item)}
              class={isChosen?.(item) === true ? 'row chosen' : 'row'}
              role="row"
              tabIndex={-1}
              aria-rowindex={first + at + 2}
              style={{ transform: `translateY(${(first + at) * height}px)` }}
            >
              {cells(item)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

export const Cell = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: a row of Rows
  <span role="cell" class={`cell ${name}`}>
    {children}
  </span>
);
