// A program of its own, spoken to by lines. Whoever starts one ends it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Program {
  readonly child: ChildProcess;
  /** The next line of its standard output; throws with its standard error if it ends before. */
  line(): Promise<string>;
  say(line: string): void;
  /** Waits until it has ended; its exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals | null>;
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  readonly stderr: () => string;
}

export function startProgram(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Program {
  const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  const closed = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async line() {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${command} ended with ${await closed}: ${stderr}`);
      return value;
    },
    say: (line) => child.stdin.write(`${line}\n`),
    ended: () => closed,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return closed;
    },
    stderr: () => stderr,
  };
}
