// What the pages under /_sim need besides the world: files of a build, the reader of signedData, settings of theirs. It is
// there for whoever opens a page; a simulator without one loads none of it.

import type * as reader from '../../contracts/signed-data/index.js';
import type { People } from '../core/people.js';

export interface PageNeeds {
  /** The user's own people. */
  readonly people: People;
  /** Origins off loopback that the app page may go back to. */
  readonly allowRedirects: readonly string[];
  /** A file of the pages, read anew each time; undefined where it is not there. */
  readonly file: (name: string) => Promise<Uint8Array | undefined>;
  /** The reader of signedData. */
  readonly reader: () => Promise<typeof reader>;
}

/** Of a simulator whose pages nobody opens: tests of the engine. */
export const NO_PAGES: PageNeeds = {
  people: {},
  allowRedirects: [],
  file: async () => undefined,
  reader: () => Promise.reject(new Error('This engine has no reader of signedData.')),
};
