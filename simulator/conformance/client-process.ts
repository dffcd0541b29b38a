// The client under judgement as a process: lines in, lines out, and an end that leaves nothing behind. Whatever the
// program does, every call gets an Answer within its patience: output is bounded, silence is timed, death is told.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { type AdapterCall, type Answer, readLine, type Silence, shortened } from './adapter-protocol.js';

/** Bounds of what a client may print on stdout, bytes: a line, and all of it. */
const LINE_LIMIT = 1024 * 1024;
const OUTPUT_LIMIT = 16 * 1024 * 1024;
/** So much of the end of its stderr is kept, characters. */
const STDERR_KEPT = 4000;
/** Between stdin's end, SIGTERM and SIGKILL, ms. */
const GRACE = 1000;

export interface ClientProcess {
  /** Sends a call and resolves with what the client makes of it; never rejects. `patience` is in ms. */
  ask(call: Omit<AdapterCall, 'id'>, patience: number): Promise<Answer>;
  /** What the adapter says of itself. */
  about(): string;
  /** Whether a line of the protocol ever came. */
  spoke(): boolean;
  /** Why nothing more can come of it; undefined while it lives. */
  ending(): Silence | undefined;
  stderr(): string;
  /** Ends it and everything it started; what does not end by itself is killed. */
  end(): Promise<void>;
}

/** Starts the command in a process group of its own. When `signal` aborts, the whole group is killed. */
export function startClient(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): ClientProcess {
  const child = spawn(command, args, { env, stdio: 'pipe', detached: true });
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let about = '';
  let spoke = false;
  let stderr = '';
  let over: Answer | undefined;
  let gone = false;

  const kill = (how: NodeJS.Signals) => {
    if (!gone) killGroup(child, how);
  };
  /** From now on nothing more is heard of it. */
  const finish = (why: Silence, message: string) => {
    over ??= { kind: 'none', why, message };
    for (const settle of waiting.values()) settle(over);
    waiting.clear();
  };
  const reject = (why: Silence, message: string) => {
    finish(why, message);
    kill('SIGKILL');
  };

  const closed = new Promise<void>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing =
        error.code === 'ENOENT' ? 'was not found' : `can't be run (${error.code ?? error.message})`;
      finish('notFound', `"${command}" ${missing}`);
      resolve();
    });
    // Whoever it started may hold its pipes open, so they go when it goes.
    child.once('exit', () => {
      kill('SIGKILL');
      // From here on its number may become another's.
      gone = true;
    });
    child.once('close', (code, ended) => {
      finish(
        'died',
        `the client ended ${ended === null ? `with exit code ${code}` : `by ${ended}`} before it answered`,
      );
      resolve();
    });
  });

  const hear = (line: string) => {
    if (line.trim() === '' || over !== undefined) return;
    const read = readLine(line);
    if (typeof read === 'string') {
      return reject(
        'rubbish',
        `the client printed a line that is none of the adapter protocol, ${read}: ${quoted(line)}`,
      );
    }
    const settle = waiting.get(read.id);
    if (settle === undefined) {
      return reject(
        'rubbish',
        `the client answered call ${read.id} again, or one that was never made: ${quoted(line)}`,
      );
    }
    spoke = true;
    about = read.about || about;
    waiting.delete(read.id);
    settle(read.answer);
  };

  readLines(child.stdout, hear, () =>
    reject(
      'flood',
      `the client flooded stdout: over ${LINE_LIMIT} bytes in a line or ${OUTPUT_LIMIT} in all`,
    ),
  );
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  // A client that died is told by its missing answer, not by the broken pipe.
  child.stdin.on('error', () => {});
  const killNow = () => kill('SIGKILL');
  signal.addEventListener('abort', killNow, { once: true });
  // Whatever ends this process, but SIGKILL, takes the client with it.
  process.once('exit', killNow);

  return {
    ask(call, patience) {
      if (over !== undefined) return Promise.resolve(over);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve({
            kind: 'none',
            why: 'hang',
            message: `no answer to "${call.do}" within ${patience / 1000} s`,
          });
        }, patience);
        waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        child.stdin.write(`${JSON.stringify({ id, ...call })}\n`);
      });
    },
    about: () => about,
    spoke: () => spoke,
    ending: () => (over?.kind === 'none' ? over.why : undefined),
    stderr: () => stderr,
    async end() {
      child.stdin.end();
      for (const step of ['SIGTERM', 'SIGKILL'] as const) {
        if (await isOver(closed)) break;
        kill(step);
      }
      await closed;
      signal.removeEventListener('abort', killNow);
      process.off('exit', killNow);
    },
  };
}

async function isOver(closed: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      closed.then(() => true),
      after(GRACE, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}

const quoted = (line: string) => JSON.stringify(shortened(line));

/** The group has the child's own number; it may be gone already. */
function killGroup(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left.
  }
}

/** Splits a stream into lines of UTF-8; `flood` is called once where a bound is passed, and nothing after it. */
function readLines(stream: NodeJS.ReadableStream, hear: (line: string) => void, flood: () => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  let total = 0;
  let flooded = false;
  stream.on('data', (chunk: Buffer) => {
    if (flooded) return;
    total += chunk.length;
    let rest = chunk;
    for (let at = rest.indexOf(10); at >= 0 && !flooded; at = rest.indexOf(10)) {
      hear(Buffer.concat([...parts, rest.subarray(0, at)]).toString('utf8'));
      rest = rest.subarray(at + 1);
      parts = [];
      length = 0;
    }
    length += rest.length;
    parts.push(rest);
    if (length <= LINE_LIMIT && total <= OUTPUT_LIMIT) return;
    flooded = true;
    parts = [];
    flood();
  });
}
