// What every store promises, as cases for any test runner.

import type { StoreCase } from './case.js';
import { countedCases } from './counted.js';
import { recordCases } from './records.js';

export type { OpenStore, StoreCase } from './case.js';

/**
 * The suite of the seam: what a simulator needs of a `Store`, for one of your own. Call `run` of each case with a function
 * that opens your store: an empty one in every case, the same one again for every call within a case. It rejects with an
 * Error that names the promise which is broken. Leave out cases whose `of` says `shared` where your store lives in one process, and those of
 * `repeating` where no answer of it can be lost. Source: docs/stores.md.
 */
export const storeCases: readonly StoreCase[] = [...recordCases, ...countedCases];
