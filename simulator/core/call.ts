// What goes into the engine and what comes out, the same for every door: plain values, no sockets.

import type { ErrorId } from '../../contracts/protocol/index.js';
import type { Outgoing } from './faults.js';
import type { Grounds } from './why/grounds.js';

export interface Call {
  readonly method: string;
  /** Path and query exactly as they travelled, nothing decoded. */
  readonly target: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The raw bytes, or `tooLarge` if they went past the bound and were thrown away. */
  readonly body: Uint8Array | 'tooLarge';
  /** The caller's address, all loopback forms written `127.0.0.1`. */
  readonly address: string;
  /** What tells its connection from others that are open: the caller's port. None in process. */
  readonly connection?: number | undefined;
}

/** An answer, with what is to go wrong on its way; the door makes it so. */
export interface Reply extends Outgoing {
  /** A door to a socket may compress it: the provider does so with long answers, never with refusals or tokens. */
  readonly compressible?: true;
  /** What was thrown, where this answer is our own 500: for the log of a door. */
  readonly thrown?: unknown;
}

/** The bytes of an asset: what the control plane answers besides texts. The provider's answers are texts, always. */
export interface AssetReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** A stream, which goes on until its reader leaves or its door closes: of the control plane only, like an asset. */
export interface StreamReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Opens it for one reader. `cut` is called if the reader is too slow, and gets no more of it. */
  open(cut: () => void): OpenStream;
}

export interface OpenStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Ends it: the reader sees that it is over. Where it has ended before, nothing happens. */
  end(): void;
  /** The reader has given up, for that reason. */
  fail(reason: unknown): void;
}

/** What a door is given to send. */
export type Answered = Reply | AssetReply | StreamReply;

/** The answer to a call on which we failed: it should never be seen, but if it is, every SDK can parse it. */
export const OWN_FAULT: Reply = {
  status: 500,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ code: -31019999, message: '시뮬레이터 내부 오류입니다. 로그를 확인하십시오.' }),
};

/** A step that says no; the catalogue has the words. */
export interface Refusal {
  readonly refused: ErrorId;
  /** The JSON object that was refused, where it could be read. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What it was decided on, from which its reason is told. */
  readonly grounds?: Grounds | undefined;
}

export const isRefusal = (value: object): value is Refusal => 'refused' in value;

/** The first value of a header, trimmed; undefined if it is absent. Names are matched in any case by the door. */
export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim();
}

/** The path of a target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

/** One spelling for every loopback address, so that a token got over ::1 is good over 127.0.0.1. */
export function canonicalAddress(address: string | undefined): string {
  const plain = (address ?? '127.0.0.1').replace(/^::ffff:/i, '');
  return plain === '::1' || plain.startsWith('127.') ? '127.0.0.1' : plain;
}
