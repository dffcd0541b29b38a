// The client under judgement as a process: one line in, one line out. Every call gets an Answer within its time limit, even
// if the program is silent, ends early, or writes too much or unreadable output.

import type { Text } from '../../contracts/protocol/index.js';
import { describeEnd, type Ended, startGroup } from './process-group.js';
import { type AdapterCall, type Answer, readLine, type Silence, shortened } from './protocol.js';

/** Bounds of what a client may print on stdout, bytes: a line, and all of it. */
const LINE_LIMIT = 1024 * 1024;
const OUTPUT_LIMIT = 16 * 1024 * 1024;
const LF = 10;

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

/** Starts the command in a process group of its own. When `interrupt` aborts, the whole group is killed. */
export function startClient(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  interrupt: AbortSignal,
): ClientProcess {
  const group = startGroup(command, env, interrupt);
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let about = '';
  let spoke = false;
  let over: Extract<Answer, { kind: 'none' }> | undefined;

  /** From now on nothing more is heard of it. */
  const finish = (why: Silence, message: Text) => {
    over ??= { kind: 'none', why, message };
    for (const settle of waiting.values()) settle(over);
    waiting.clear();
  };
  const refuse = (why: Silence, message: Text) => {
    finish(why, message);
    group.kill();
  };

  group.ended.then(
    (end) => {
      if ('missing' in end) finish('notFound', end.missing);
      else finish('died', diedEarly(end));
    },
    (error: Error) =>
      finish('died', {
        en: `the client could not be followed: ${error.message}`,
        ko: `클라이언트를 지켜볼 수 없었음: ${error.message}`,
      }),
  );

  const hear = (line: string) => {
    if (line.trim() === '' || over !== undefined) return;
    const read = readLine(line);
    if ('en' in read) return refuse('unreadable', unreadable(spoke, read, line));
    const settle = waiting.get(read.id);
    if (settle === undefined) {
      return refuse('unreadable', {
        en: `the client answered call ${read.id} again, too late, or unasked: ${quoted(line)}`,
        ko: `호출 ${read.id}에 대해 중복되거나 늦거나 요청하지 않은 응답을 함: ${quoted(line)}`,
      });
    }
    spoke = true;
    about = read.about || about;
    waiting.delete(read.id);
    settle(read.answer);
  };
  readLines(group.child.stdout, hear, () => refuse('flood', FLOOD));

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
            message: {
              en: `no answer to "${call.do}" within ${patience / 1000} s`,
              ko: `"${call.do}"에 ${patience / 1000}초 안에 응답이 없음`,
            },
          });
        }, patience);
        waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        group.child.stdin.write(`${JSON.stringify({ id, ...call })}\n`);
      });
    },
    about: () => about,
    spoke: () => spoke,
    ending: () => over?.why,
    stderr: group.stderr,
    end: group.stop,
  };
}

const FLOOD: Text = {
  en: `the client floods stdout: over ${LINE_LIMIT} bytes in a line or ${OUTPUT_LIMIT} in all`,
  ko: `클라이언트의 stdout 출력이 너무 많음: 한 줄 ${LINE_LIMIT}바이트 또는 전체 ${OUTPUT_LIMIT}바이트 초과`,
};

const diedEarly = (end: Ended): Text => {
  const { en, ko } = describeEnd(end);
  return { en: `the client ${en} before it answered`, ko: `클라이언트가 응답하기 전에 끝남: ${ko}` };
};

/** A program that never spoke the protocol was perhaps never meant to. */
const notProtocol = (spoke: boolean): Text =>
  spoke
    ? {
        en: 'the client printed a line on stdout that is none of the adapter protocol',
        ko: '클라이언트가 stdout에 어댑터 프로토콜이 아닌 줄을 출력함',
      }
    : {
        en: 'the program does not speak the adapter protocol (docs/conformance/adapter-protocol.md; for a program without an adapter give --no-adapter); its first line was none',
        ko: '어댑터 프로토콜을 쓰지 않는 프로그램임(docs/conformance/adapter-protocol.md 참고, 어댑터가 없으면 --no-adapter 지정). 첫 줄부터 프로토콜이 아님',
      };

function unreadable(spoke: boolean, why: Text, line: string): Text {
  const { en, ko } = notProtocol(spoke);
  return { en: `${en}, ${why.en}: ${quoted(line)}`, ko: `${ko}, ${why.ko}: ${quoted(line)}` };
}

const quoted = (line: string) => JSON.stringify(shortened(line));

/** Splits a stream into lines of UTF-8; `flood` is called once where a bound is passed, and nothing after it. */
function readLines(stream: NodeJS.ReadableStream, hear: (line: string) => void, flood: () => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  let total = 0;
  let flooded = false;
  const isFlood = () => length > LINE_LIMIT || total > OUTPUT_LIMIT;
  stream.on('data', (chunk: Buffer) => {
    if (flooded) return;
    total += chunk.length;
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0 && !isFlood(); at = chunk.indexOf(LF, from)) {
      // Blank lines cost nothing: there may be millions of them.
      if (at > from || length > 0) {
        hear(Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8'));
        parts = [];
        length = 0;
      }
      from = at + 1;
    }
    length += chunk.length - from;
    parts.push(chunk.subarray(from));
    if (!isFlood()) return;
    flooded = true;
    parts = [];
    flood();
  });
}
