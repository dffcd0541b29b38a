// Calls of the control plane from the page. Off loopback they need the control token: it is asked for once, kept for this
// tab alone, and sent as a header; it is never part of an address, and there is no cookie.

import { signal } from '@preact/signals';
import { language, t } from './language.js';

const KEPT_AS = 'kakaocert-simulator.token';
const ROOT = '/_sim/v1';

/** Whether the control plane asks for a token that we don't have, or no longer have. */
export const needsToken = signal(false);
/** Counts the tokens given: whatever was refused is asked for anew. */
export const session = signal(0);

const headersOf = (more: Readonly<Record<string, string>>): Record<string, string> => {
  const token = sessionStorage.getItem(KEPT_AS);
  // Why not is told in the page's language, which may be another than the browser's.
  const headers = { ...more, 'accept-language': language() };
  return token === null ? headers : { ...headers, authorization: `Bearer ${token}` };
};

/** Whether the control plane takes a token. */
export async function isToken(token: string): Promise<boolean> {
  // A header has ASCII alone, and a token has no blanks.
  if (!/^[!-~]+$/.test(token)) return false;
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${ROOT}/receipts?limit=1`, { headers }).catch(unanswered)).status !== 401;
}

/** Keeps a token for this tab. */
export function giveToken(token: string): void {
  sessionStorage.setItem(KEPT_AS, token);
  needsToken.value = false;
  session.value += 1;
}

/** Why the control plane said no. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

async function refusal(response: Response): Promise<Refused> {
  if (response.status === 401) needsToken.value = true;
  const text = await response.text();
  const detail: string =
    (/^\{/.test(text) ? JSON.parse(text).detail : undefined) ?? `HTTP ${response.status}`;
  return new Refused(response.status, detail);
}

/** Nobody answered: the simulator has ended, or is being started anew. Each browser says it in its own words. */
const unanswered = (): never => {
  throw new Error(t('noAnswer', { origin: location.origin }));
};

/** A call; `path` begins after `/_sim/v1`. Rejects with Refused, or with an error that says that nobody answered. */
export async function call<T = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(ROOT + path, {
    method,
    headers: headersOf(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(unanswered);
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** The stream of events from after `last` on; rejects as `call` does. */
export async function openEvents(
  last: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const headers = headersOf(last === undefined ? {} : { 'last-event-id': last });
  const response = await fetch(`${ROOT}/events`, { headers, signal, cache: 'no-store' });
  if (!response.ok || response.body === null) throw await refusal(response);
  return response.body;
}

/** A path with its parts encoded: some are of the page's own address, where anybody may have put anything. */
export const encoded = (fixed: TemplateStringsArray, ...parts: readonly string[]): string =>
  String.raw({ raw: fixed }, ...parts.map(encodeURIComponent));

/** `a=1&b=2` of what is given, with the question mark; empty for nothing. */
export function queryOf(given: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
