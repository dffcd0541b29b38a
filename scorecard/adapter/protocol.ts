// The adapter protocol, version 1, as data: what a line to the client says, and what a line from it may mean. One JSON
// object a line, UTF-8. docs/conformance/adapter-protocol.md is its page.

import type { ServiceName } from '../../contracts/protocol/index.js';

export type Deed = 'request' | 'status' | 'wait' | 'verify';

/** Everything a client needs to be made; every line carries all of it, so an adapter may keep nothing. */
export interface AdapterConfig {
  readonly authUrl: string;
  readonly serviceUrl: string;
  readonly linkId: string;
  readonly secretKey: string;
  readonly clientCode: string;
  /** The root of every signedData, PEM. */
  readonly trust: string;
}

/** What the signedData of a Verify should prove. */
export interface AdapterExpectation {
  /** The request that was sent. */
  readonly request: Readonly<Record<string, unknown>>;
  /** When, ISO 8601 by the provider's clock. */
  readonly requestedAt: string;
  /** The institution's name as the person saw it. */
  readonly company: string;
}

/** A line to the client. */
export interface AdapterCall {
  readonly id: number;
  readonly do: Deed;
  readonly service: ServiceName;
  readonly config: AdapterConfig;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly appUseYN?: boolean;
  readonly receiptId?: string;
  readonly signature?: string;
  readonly expect?: AdapterExpectation;
}

/**
 * The side at fault. · `network`: no usable answer came. · `contract`: the provider broke its contract, e.g. HTML or cut
 * JSON. · `signature`: the signedData can't be trusted. · `misuse`: the caller's mistake, found by the client itself.
 */
export const failureClasses = ['network', 'contract', 'signature', 'misuse'] as const;
export type FailureClass = (typeof failureClasses)[number];

/** What became of a call, as the client tells it; `none` where it told nothing. */
export type Answer =
  | { readonly kind: 'result'; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refusal'; readonly code: number; readonly message: string }
  | { readonly kind: 'failure'; readonly class: FailureClass; readonly message: string }
  | { readonly kind: 'unsupported'; readonly why: string }
  | { readonly kind: 'none'; readonly why: Silence; readonly message: string };

/** Why nothing was told. `notFound`: the command could not be started. `unreadable`: what it printed is not the protocol. */
export type Silence = 'hang' | 'died' | 'unreadable' | 'flood' | 'notFound';

/** A line of the client, read. */
export interface AdapterLine {
  readonly id: number;
  readonly answer: Answer;
  /** What the adapter says of itself; empty unless it does. */
  readonly about: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How each kind of answer is read; undefined if it is not as the protocol wants it. */
const readers: Readonly<Record<string, (value: unknown) => Answer | undefined>> = {
  result: (value) => (isObject(value) ? { kind: 'result', result: value } : undefined),
  refusal(value) {
    if (!isObject(value) || !Number.isSafeInteger(value.code) || typeof value.message !== 'string')
      return undefined;
    return { kind: 'refusal', code: value.code as number, message: value.message };
  },
  failure(value) {
    const found = isObject(value) ? failureClasses.find((one) => one === value.class) : undefined;
    if (found === undefined || !isObject(value)) return undefined;
    return { kind: 'failure', class: found, message: String(value.message ?? '') };
  },
  unsupported: (value) => (typeof value === 'string' ? { kind: 'unsupported', why: value } : undefined),
};

/** Reads a line of the client; a string says what is wrong with it. */
export function readLine(line: string): AdapterLine | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(json)) return 'it is no JSON object';
  const { id, about } = json;
  if (!Number.isSafeInteger(id)) return '"id" must be the number of the call it answers';
  const kinds = Object.keys(readers).filter((name) => json[name] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return `exactly one of ${Object.keys(readers).join(', ')} is expected`;
  const answer = readers[kind]?.(json[kind]);
  if (answer === undefined) return `its "${kind}" is not as the protocol wants it`;
  return { id: id as number, answer, about: typeof about === 'string' ? about.slice(0, 200) : '' };
}

/** An answer in words, for `actual`. */
export function describeAnswer(answer: Answer): string {
  if (answer.kind === 'result') return `a result: ${shortened(JSON.stringify(answer.result))}`;
  if (answer.kind === 'refusal') return `a refusal: ${answer.code} ${shortened(answer.message)}`;
  if (answer.kind === 'failure') return `a failure of class "${answer.class}": ${shortened(answer.message)}`;
  return answer.kind === 'unsupported' ? `unsupported: ${shortened(answer.why)}` : answer.message;
}

const SHOWN = 300;

export const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
