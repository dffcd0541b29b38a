// Every call of the control plane by its name, over any fetch: path, body and answer are those of its row in the table.

import type { TSchema } from '@sinclair/typebox';
import { brand } from '../../contracts/protocol/brand.js';
import {
  type AnswerOf,
  type AssetAnswer,
  type ControlRoute,
  isText,
  type ParametersOf,
  type QueryOf,
  type StreamAnswer,
  type ValueOf,
} from '../control/route.js';
import { type ControlName, type ControlRoutes, controlRoutes, fullPath } from '../control/routes.js';
import type { Fetch } from '../doors/fetch.js';
import type { EventsOptions } from './control-events.js';

export interface ControlOptions {
  /** Where the simulator listens, e.g. `http://127.0.0.1:9080`. */
  readonly url: string;
  /** The control token, needed off loopback. */
  readonly token?: string;
  readonly fetch?: Fetch;
  /** In which language it is told why a call is refused; English unless given. */
  readonly language?: 'en' | 'ko' | undefined;
}

/**
 * A refusal of the control plane (RFC 9457): `message` says what and why, `status` is the HTTP status, and `next` names the
 * events that the receipt can take now, if it is about a receipt.
 */
export class ControlError extends Error {
  static {
    brand(ControlError, 'ControlError');
  }

  override readonly name = 'ControlError';
  readonly status: number;
  readonly next: readonly string[];

  constructor(message: string, status: number, next: readonly string[] = []) {
    super(message);
    this.status = status;
    this.next = next;
  }
}

/** The body of a route: none, one that may be left out because `{}` will do, or one that must be given. */
type BodyArgument<Route> = Route extends { readonly body: infer Shape extends TSchema }
  ? Record<never, never> extends ValueOf<Shape>
    ? [body?: ValueOf<Shape>]
    : [body: ValueOf<Shape>]
  : [];

/** The parts of the path that vary, and the members of the query. */
type ArgumentsOf<Route extends ControlRoute> = ParametersOf<Route> & QueryOf<Route>;

/** Calls that are answered and done: a stream goes on, and a file is a browser's to read. */
type CallName = {
  [Name in ControlName]: ControlRoutes[Name]['answer'] extends StreamAnswer | AssetAnswer ? never : Name;
}[ControlName];

/**
 * Makes one call. `parameters` are the parts of the path that vary, and what the row's query takes, as plain values.
 * Resolves to the answer: the JSON, the
 * text, or undefined where there is none. Rejects with a `ControlError` where the call is refused.
 */
export type ControlCaller = <Name extends CallName>(
  name: Name,
  parameters: ArgumentsOf<ControlRoutes[Name]>,
  ...body: BodyArgument<ControlRoutes[Name]>
) => Promise<AnswerOf<ControlRoutes[Name]>>;

/** The calls of the control plane at `url`. */
export function createControlCaller({
  url,
  token,
  fetch = globalThis.fetch,
  language,
}: ControlOptions): ControlCaller {
  const base = url.replace(/\/$/, '');
  const always = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(language === undefined ? {} : { 'accept-language': language }),
  };

  return async (name, parameters, ...[body]) => {
    const { method, path, answer }: ControlRoute = controlRoutes[name];
    const target = fill(fullPath(path), parameters);
    const response = await fetch(base + target, {
      method,
      // Followed, a redirect would take the token to a place that nobody chose.
      redirect: 'manual',
      headers: { ...always, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw refusal(`${method} ${target}`, response.status, text);
    return read(answer, text);
  };
}

/** Opens the stream of events, behind the event of an id. Rejects as a call does. */
export function createStreamOpener(
  { url, token, fetch = globalThis.fetch, language }: ControlOptions,
  { clientCode, signal }: EventsOptions,
): (after: string | undefined) => Promise<Response> {
  const { method, path } = controlRoutes.events;
  const target = fill(fullPath(path), { clientCode });
  return async (after) => {
    const response = await fetch(url.replace(/\/$/, '') + target, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(after === undefined ? {} : { 'last-event-id': after }),
        ...(language === undefined ? {} : { 'accept-language': language }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!response.ok) throw refusal(`${method} ${target}`, response.status, await response.text());
    return response;
  };
}

/** The path with its parts; what has no place in it goes to the query. */
function fill(path: string, parameters: object): string {
  const query = new URLSearchParams();
  const values = new Map(Object.entries(parameters));
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name) ?? '';
    values.delete(name);
    return encodeURIComponent(value);
  });
  for (const [name, value] of values) if (value !== undefined) query.append(name, String(value));
  return query.size === 0 ? target : `${target}?${query}`;
}

/** What the table says that a success answers; JSON's type is the table's promise, which a test holds. */
function read(answer: ControlRoute['answer'], text: string) {
  if (answer === 'nothing') return undefined;
  return isText(answer) ? text : JSON.parse(text);
}

function refusal(call: string, status: number, text: string): ControlError {
  const { detail, next } = readProblem(text);
  return new ControlError(`${call}: ${detail ?? status}`, status, next);
}

function readProblem(text: string): { readonly detail?: string; readonly next?: readonly string[] } {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text };
  }
}
