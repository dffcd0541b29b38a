// The adapter protocol, version 1, as data: what a line to the client says, and what a line from it may mean. One JSON
// object a line, UTF-8. docs/conformance/adapter-protocol.md is its page.

import type { ServiceName, Text } from '../../contracts/protocol/index.js';

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
  | { readonly kind: 'none'; readonly why: Silence; readonly message: Text };

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

/** Reads a line of the client, or says what is wrong with it. */
export function readLine(line: string): AdapterLine | Text {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { en: 'it is not JSON', ko: 'JSON이 아님' };
  }
  if (!isObject(json)) return { en: 'it is no JSON object', ko: 'JSON 객체가 아님' };
  const { id, about } = json;
  if (!Number.isSafeInteger(id))
    return {
      en: '"id" must be the number of the call it answers',
      ko: '"id"가 응답하는 호출의 번호가 아님',
    };
  const kinds = Object.keys(readers).filter((name) => json[name] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return {
      en: `exactly one of ${Object.keys(readers).join(', ')} is expected`,
      ko: `${Object.keys(readers).join(', ')} 중 정확히 하나가 있어야 함`,
    };
  const answer = readers[kind]?.(json[kind]);
  if (answer === undefined)
    return {
      en: `its "${kind}" is not as the protocol wants it`,
      ko: `"${kind}"의 형식이 프로토콜과 다름`,
    };
  return { id: id as number, answer, about: typeof about === 'string' ? about.slice(0, 200) : '' };
}

/** An answer in words, for `actual`. */
export function describeAnswer(answer: Answer): Text {
  if (answer.kind === 'none') return answer.message;
  if (answer.kind === 'result') {
    const result = shortened(JSON.stringify(answer.result));
    return { en: `a result: ${result}`, ko: `결과: ${result}` };
  }
  if (answer.kind === 'unsupported') {
    return { en: `unsupported: ${shortened(answer.why)}`, ko: `지원하지 않음: ${shortened(answer.why)}` };
  }
  const message = shortened(answer.message);
  return answer.kind === 'refusal'
    ? { en: `a refusal: ${answer.code} ${message}`, ko: `거절: ${answer.code} ${message}` }
    : { en: `a failure of class "${answer.class}": ${message}`, ko: `"${answer.class}" 오류: ${message}` };
}

const SHOWN = 300;

export const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
