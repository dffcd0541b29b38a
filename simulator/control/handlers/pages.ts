// Lists in pages. A page is full unless it is the last one, however few things its filter lets through: what is looked
// at to fill it is read in slices, and other calls get their turn in between.

import type { Records } from '../../store/records.js';
import type { MaybePromise, PageAsked, Versioned } from '../../store/store.js';
import type { World } from '../../world/world.js';
import { badRequest, type Problem } from '../problem.js';

/** A list, and what of it is shown. */
interface Listed<T extends Versioned, View> {
  readonly store: Pick<Records<T>, 'list'>;
  /** Null: of all owners. */
  readonly owner: string | null;
  readonly order: NonNullable<PageAsked['order']>;
  readonly keyOf: (record: T) => string;
  /** Made for each slice, since time goes on between two; undefined for what is not shown. */
  readonly newShow: () => (record: T) => MaybePromise<View | undefined>;
}

interface ShownPage<View> {
  readonly items: readonly View[];
  readonly next: string | null;
}

/** How many are in a page at most, and unless told otherwise (the shape of the query says the same). */
const PAGE = 1000;

/** How many records are looked at in one turn: a whole page, and whether there is another. */
const SLICE = PAGE + 1;

export async function readPage<T extends Versioned, View>(
  { turn }: World,
  { store, owner, order, keyOf, newShow }: Listed<T, View>,
  { limit = PAGE, after }: { readonly limit?: number; readonly after?: string },
): Promise<ShownPage<View> | Problem> {
  const items: View[] = [];
  let last: string | undefined;
  let cursor = after;
  for (;;) {
    const records = await store.list(owner, { limit: SLICE, order, after: cursor });
    if (records === undefined) return gone(cursor);
    const show = newShow();
    for (const record of records) {
      cursor = keyOf(record);
      const shown = show(record);
      const view = shown instanceof Promise ? await shown : shown;
      if (view === undefined) continue;
      if (items.length === limit) return { items, next: last ?? null };
      items.push(view);
      last = cursor;
    }
    if (records.length < SLICE) return { items, next: null };
    await turn();
  }
}

const gone = (after: string | undefined): Problem =>
  badRequest({
    en: `after: "${after}" is not in this list; it may have gone with a reset, or with its tenant. Begin again without after.`,
    ko: `after: 목록에 없는 값입니다: "${after}". 초기화되었거나 이용기관과 함께 삭제되었을 수 있습니다. after 없이 처음부터 조회하십시오.`,
  });
