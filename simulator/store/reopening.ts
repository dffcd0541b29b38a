// A store that can be opened again after it was closed: a simulator that stopped listening may listen again, with all that
// it knew.

import { type Store, StoreUnavailable } from './store.js';

export interface ReopeningStore extends Store {
  /** Opens it, if it is not open. */
  reopen(): Promise<void>;
}

/** `open` opens what lies behind; its rejections are those of this. */
export async function openReopening(open: () => Promise<Store>): Promise<ReopeningStore> {
  let store: Store | undefined = await open();
  let opening: Promise<Store> | undefined;
  const held = (): Store => {
    if (store === undefined) throw new StoreUnavailable('The store is closed, as its simulator is.');
    return store;
  };
  return {
    shared: store.shared,
    get: (...given) => held().get(...given),
    put: (...given) => held().put(...given),
    list: (...given) => held().list(...given),
    drop: (...given) => held().drop(...given),
    dropOwner: (...given) => held().dropOwner(...given),
    next: (...given) => held().next(...given),
    append: (...given) => held().append(...given),
    entries: (...given) => held().entries(...given),
    clear: (...given) => held().clear(...given),
    async close() {
      const closing = store;
      store = undefined;
      await closing?.close();
    },
    async reopen() {
      if (store !== undefined) return;
      opening ??= open().finally(() => {
        opening = undefined;
      });
      store = await opening;
    },
  };
}
