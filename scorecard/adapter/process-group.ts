// A foreign program with everything it starts, in a process group of its own, so that it can be ended as a whole.
// A program that leaves the group (a daemon) can't be ended from here.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { type Text, TextError } from '../../contracts/protocol/index.js';

/** So much of the end of its stderr is kept, characters. */
const STDERR_KEPT = 4000;
/** Between being asked to end, SIGTERM and SIGKILL, ms. */
const GRACE = 1000;

/** After its end so much time is left for what it wrote to be read, ms. */
const DRAIN = 500;

/** How it ended. `missing`: it could not be started, and why. */
export type Ended =
  | { readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly missing: Text };

export interface ProcessGroup {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when it is over and what it wrote has been read; nobody who holds its pipes can put that off. */
  readonly ended: Promise<Ended>;
  /** The end of what it wrote to stderr. */
  stderr(): string;
  /** Ends it and all that it started, at once. */
  kill(): void;
  /** Closes its stdin and waits a little; then ends it the hard way. */
  stop(): Promise<void>;
}

/** The program could not be started: there is nothing to judge. */
export class NotStarted extends TextError {
  override readonly name = 'NotStarted';
}

const notStarted = (command: string, { code, message }: NodeJS.ErrnoException): Text =>
  code === 'ENOENT'
    ? { en: `"${command}" was not found`, ko: `명령을 찾을 수 없습니다: "${command}"` }
    : {
        en: `"${command}" can't be run (${code ?? message})`,
        ko: `명령을 실행할 수 없습니다(${code ?? message}): "${command}"`,
      };

/**
 * Starts a program. When `interrupt` aborts, or this process ends, the whole group is killed. Throws NotStarted for the
 * errors that Node tells at once (a file where a folder should be, a name too long); the others come as `ended`.
 */
export function startGroup(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  interrupt: AbortSignal,
): ProcessGroup {
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(command, args, { env, stdio: 'pipe', detached: true });
  } catch (error) {
    throw new NotStarted(notStarted(command, error as NodeJS.ErrnoException), { cause: error });
  }
  let gone = false;
  let stderr = '';
  const signalGroup = (signal: NodeJS.Signals) => {
    if (gone || child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left.
    }
  };
  const kill = () => signalGroup('SIGKILL');
  interrupt.addEventListener('abort', kill, { once: true });
  process.once('exit', kill);
  child.once('exit', () => {
    // Programs that it started may keep its pipes open, so they are ended together with it.
    kill();
    // From here on its number may become another's.
    gone = true;
    // A daemon that left the group may hold the pipes open for ever; the program itself is over.
    const drained = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, DRAIN);
    child.once('close', () => clearTimeout(drained));
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ missing: notStarted(command, error) }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  }).finally(() => {
    interrupt.removeEventListener('abort', kill);
    process.off('exit', kill);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  // A program that died is told by its end, not by the broken pipe.
  child.stdin.on('error', () => {});
  if (interrupt.aborted) kill();

  return {
    child,
    ended,
    stderr: () => stderr,
    kill,
    async stop() {
      child.stdin.end();
      for (const step of ['SIGTERM', 'SIGKILL'] as const) {
        if (await endsWithin(ended, GRACE)) return;
        signalGroup(step);
      }
      await ended;
    },
  };
}

/** How it ended, in words. */
export const describeEnd = (end: Ended): Text =>
  'missing' in end
    ? end.missing
    : end.signal === null
      ? { en: `ended with exit code ${end.code}`, ko: `종료 코드 ${end.code}` }
      : { en: `was ended by ${end.signal}`, ko: `${end.signal} 신호로 종료` };

/** Whether a promise settles within so many ms. */
async function endsWithin(ended: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      ended.then(() => true),
      after(ms, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}
