// The calls that are kept, packed into bytes outside the heap. Kept as objects they would be nearly all that the garbage
// collector ever moves. A tape holds an unbroken row of the newest calls; they are read back only when asked for.

import type { CallRecord } from '../core/journal.js';
import { BODY_KEPT } from '../core/why/grounds.js';

/** The newest calls of one tenant. */
export interface Tape {
  push(record: CallRecord): void;
  /** Oldest first. Of a body only its beginning is kept, `BODY_KEPT` bytes. */
  items(): readonly CallRecord[];
  clear(): void;
  /** Forgets the older half and gives its bytes back; how many bytes are left. */
  halve(): number;
}

/** So much of a target is kept, characters, and no header that begins after so many. A socket's are shorter (Node: 16 KiB). */
const HEAD_KEPT = 32 * 1024;
const FIRST_ROOM = 16 * 1024;
/** The most that a tape holds, bytes: twice what 1,000 calls of the protocol take. */
export const ROOM = 4 * 1024 * 1024;
const NO_BODY = new Uint8Array(0);

/** What stays an object: facts that are small or shared, and where the rest lies. */
interface Entry extends Omit<CallRecord, 'call' | 'reply'> {
  readonly status: number;
  readonly replyHeaders: CallRecord['reply']['headers'];
  readonly tooLarge: boolean;
  readonly connection: number | undefined;
  start: number;
  /** Lengths of its three parts, bytes: request head, request body, reply body. */
  readonly head: number;
  readonly body: number;
  readonly reply: number;
}

const lengthOf = ({ head, body, reply }: Entry) => head + body + reply;
const endOf = (entry: Entry) => entry.start + lengthOf(entry);

/**
 * Keeps the last `limit` calls (0: none), fewer if they need more than `room` bytes. `takes` is told how many more bytes
 * it holds than before, fewer if negative.
 */
export function createTape(limit: number, takes: (bytes: number) => void, room: number = ROOM): Tape {
  let bytes = Buffer.alloc(0);
  let entries: Entry[] = [];
  /** Entries before this one are forgotten. */
  let first = 0;
  /** Where the next call goes. */
  let at = 0;

  const forgetWhile = (isGone: (entry: Entry) => boolean) => {
    for (let entry = entries[first]; entry !== undefined && isGone(entry); entry = entries[first]) first += 1;
    if (first <= limit) return;
    entries = entries.slice(first);
    first = 0;
  };

  /** Moves what is kept, in its order, to the beginning of a buffer of this size. */
  const moveTo = (size: number) => {
    const moved = Buffer.allocUnsafeSlow(size);
    entries = entries.slice(first);
    first = 0;
    at = 0;
    for (const entry of entries) {
      bytes.copy(moved, at, entry.start, endOf(entry));
      entry.start = at;
      at += lengthOf(entry);
    }
    const grown = size - bytes.length;
    bytes = moved;
    takes(grown);
  };

  /** Makes room for `need` bytes at `at`: by growing, then by forgetting the oldest. */
  const makeRoom = (need: number) => {
    while (at + need > bytes.length && bytes.length < room) {
      moveTo(Math.min(room, Math.max(FIRST_ROOM, bytes.length * 2, 2 * need)));
    }
    if (at + need > bytes.length) {
      // What lies behind is older than what lies at the beginning.
      forgetWhile(({ start }) => start >= at);
      at = 0;
    }
    forgetWhile((entry) => entry.start >= at && entry.start < at + need && endOf(entry) > at);
  };

  return {
    push(record) {
      if (limit === 0) return;
      const { call, reply } = record;
      const head = headOf(call);
      const sent = call.body === 'tooLarge' ? NO_BODY : call.body.subarray(0, BODY_KEPT);
      const answered = reply.body.slice(0, BODY_KEPT);
      const need = head.length + sent.length + 3 * answered.length;
      if (need > room) return;
      makeRoom(need);
      const start = at;
      bytes.write(head, start, 'latin1');
      if (sent.length > 0) bytes.set(sent, start + head.length);
      const written = answered === '' ? 0 : bytes.write(answered, start + head.length + sent.length);
      at = start + head.length + sent.length + written;
      entries.push({
        operation: record.operation,
        number: record.number,
        at: record.at,
        tenantAt: record.tenantAt,
        outcome: record.outcome,
        fault: record.fault,
        grounds: record.grounds,
        thrown: record.thrown,
        status: reply.status,
        replyHeaders: reply.headers,
        tooLarge: call.body === 'tooLarge',
        connection: call.connection,
        start,
        head: head.length,
        body: sent.length,
        reply: written,
      });
      if (entries.length - first > limit) forgetWhile(() => entries.length - first > limit);
    },
    items: () => entries.slice(first).map((entry) => read(bytes, entry)),
    clear() {
      entries = [];
      first = 0;
      moveTo(0);
    },
    halve() {
      const kept = Math.floor((entries.length - first) / 2);
      first = entries.length - kept;
      moveTo(entries.slice(first).reduce((sum, entry) => sum + lengthOf(entry), 0));
      return bytes.length;
    },
  };
}

/** Method, target, address and headers in lines: none of them can hold a line's end, and all are Latin-1 (RFC 9110 §5.5). */
function headOf({ method, target, address, headers }: CallRecord['call']): string {
  let head = `${method}\n${target.slice(0, HEAD_KEPT)}\n${address}`;
  for (const name in headers) {
    const value = headers[name];
    if (head.length > HEAD_KEPT) break;
    if (value !== undefined) head += `\n${name}\n${typeof value === 'string' ? value : value.join(', ')}`;
  }
  return head;
}

function read(bytes: Buffer, entry: Entry): CallRecord {
  const { status, replyHeaders, tooLarge, connection, start, head, body, reply, ...facts } = entry;
  const [method = '', target = '', address = '', ...lines] = bytes
    .toString('latin1', start, start + head)
    .split('\n');
  const headers: Record<string, string> = {};
  for (let n = 0; n < lines.length; n += 2) headers[lines[n] ?? ''] = lines[n + 1] ?? '';
  const bodyEnd = start + head + body;
  return {
    ...facts,
    call: {
      method,
      target,
      address,
      headers,
      connection,
      body: tooLarge ? 'tooLarge' : Buffer.from(bytes.subarray(start + head, bodyEnd)),
    },
    reply: { status, headers: replyHeaders, body: bytes.toString('utf8', bodyEnd, bodyEnd + reply) },
  };
}
