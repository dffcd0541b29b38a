// Simulators that are processes of their own, on a file.

import { built } from './built.js';
import { type Caller, createCaller } from './caller.js';
import { type Program, startProgram } from './program.js';

/** Starts one; `node` is the binary that runs it. Whoever starts one ends it. */
export async function startOnFile(
  path: string,
  node: string = process.execPath,
): Promise<{ readonly program: Program; readonly url: string }> {
  const args = [built('cli.js'), 'start', '--json', '--quiet', '--port', '0', '--store', `file:${path}`];
  const program = startProgram(node, args);
  const { url } = JSON.parse(await program.line());
  return { program, url };
}

/** A caller of the simulator at this address. */
export const callerOf = (url: string): Caller =>
  createCaller(
    ((target: string, init?: RequestInit) =>
      fetch(new URL(new URL(target).pathname + new URL(target).search, url), init)) as typeof fetch,
    { now: () => Date.now() },
  );
