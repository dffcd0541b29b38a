// The environment of foreign programs, for the commands that start them. If the folder can't be used, one line says so.

import type { ExecSurroundings } from '../simulator/exec/exec.js';
import { UsageError } from './flags.js';
import { surroundings } from './start.js';

/** Makes them for `work`, and removes them when that is over. Rejects with a UsageError if their folder can't be used. */
export async function withExecSurroundings<T>(work: (made: ExecSurroundings) => Promise<T>): Promise<T> {
  const { createExecSurroundings, ExecFolderError } = await import('../simulator/exec/exec.js');
  let made: ExecSurroundings | undefined;
  try {
    made = createExecSurroundings(surroundings.warn);
    return await work(made);
  } catch (error) {
    throw error instanceof ExecFolderError ? new UsageError(error.words) : error;
  } finally {
    made?.remove();
  }
}
