// For `globalSetup: ['kakaocert-simulator/vitest']`: one simulator with a port for the whole run, its address given to
// tests by `inject('kakaocert')`.

import { createSimulator } from '../simulator.js';

export interface ProvidedSimulator {
  readonly url: string;
}

/** What vitest hands to a set-up, as far as it is needed here. */
interface Project {
  provide(key: 'kakaocert', value: ProvidedSimulator): void;
}

/** Starts the simulator; vitest calls the returned function at the end. */
export async function setup(project: Project): Promise<() => Promise<void>> {
  const simulator = await createSimulator();
  const { url } = await simulator.listen();
  project.provide('kakaocert', { url });
  return () => simulator.close();
}
