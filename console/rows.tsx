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
  const first = Math.max(0, Math.floor(sight.top / height) - SPARE);
  const end = Math.min(items.length, Math.ceil((sight.top + sight.height) / height) + SPARE);
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
      <div class="scroll" role="rowgroup" ref={box} onScroll={sight.look} onKeyDown={onKeyDown}>
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
