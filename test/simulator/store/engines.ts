// The engines under test: how each is opened in a place of its own, and why it can't be here, if it can't.

import { createMemoryStore } from '../../../simulator/store/memory.js';
import type { OpenStore, StoreCase } from '../../../simulator/store/suite/index.js';

/** Where a store lives; it goes with the test. */
export interface Place extends AsyncDisposable {
  readonly open: OpenStore;
}

export interface Engine {
  readonly name: string;
  /** Which cases besides those of every store it must keep. */
  readonly is: readonly StoreCase['of'][];
  /** What is missing here, if anything. */
  readonly skip?: string;
  readonly newPlace: () => Place;
}

export const engines: readonly Engine[] = [
  {
    name: 'memory',
    is: [],
    newPlace() {
      const store = createMemoryStore();
      return { open: () => store, async [Symbol.asyncDispose]() {} };
    },
  },
];
