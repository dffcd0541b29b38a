// Public subpath `kakaocert-simulator/vitest-setup`, for vitest's `globalSetup`: one simulator with a port for the whole
// run, its address given to tests by `inject('kakaocert')`. It imports no more than types of vitest: vitest 3 ends the run
// of a set-up that imports vitest itself.

import type {} from 'vitest';
import { createSimulator } from '../simulator.js';

export interface ProvidedSimulator {
  readonly url: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The simulator of the run, where this module is a `globalSetup`. */
    kakaocert: ProvidedSimulator;
  }
}

/** What vitest hands to a set-up, as far as it is needed here. */
interface Project {
  provide(key: 'kakaocert', value: ProvidedSimulator): void;
}

/**
 * Starts one simulator on a free port of 127.0.0.1 for the whole run and gives its `{url}` to tests, by
 * `inject('kakaocert')`. Resolves to the function with which vitest closes it at the end. Rejects with the system's error
 * if it can't listen. Source: vitest's `globalSetup`.
 *
 * @example
 * ```ts
 * import { defineConfig } from 'vitest/config';
 *
 * export default defineConfig({ test: { globalSetup: 'kakaocert-simulator/vitest-setup' } });
 * ```
 */
export async function setup(project: Project): Promise<() => Promise<void>> {
  const simulator = await createSimulator();
  const { url } = await simulator.listen();
  project.provide('kakaocert', { url });
  return () => simulator.close();
}
