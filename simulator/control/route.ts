// What one row of the control plane says, and every type that follows from it: what its handler is given and gives
// back, and what its caller sends and gets. Nothing about a route is typed by hand anywhere else.

import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import type { StreamReply } from '../core/call.js';

/**
 * What a success answers: JSON of a shape (200, or 201 where `created`), text of a media type, an asset, a stream of events,
 * or nothing (204).
 */
export type Answer = TSchema | TextAnswer | AssetAnswer | StreamAnswer | 'nothing';

export interface TextAnswer {
  /** The media type, e.g. `text/html`. */
  readonly text: string;
}

/** The bytes of a file. */
export interface AssetAnswer {
  /** Its media type, for the documents; the handler gives the one of each file. */
  readonly asset: string;
}

/** Server-Sent Events (WHATWG HTML §9.2) until the reader leaves. */
export interface StreamAnswer {
  /** The shape of each event's data, by the name of the event. */
  readonly stream: Readonly<Record<string, TSchema>>;
}

/** Whether a route answers text. */
export const isText = (answer: Answer): answer is TextAnswer =>
  typeof answer !== 'string' && 'text' in answer && typeof answer.text === 'string';

/** Whether a route answers an asset. */
export const isAsset = (answer: Answer): answer is AssetAnswer =>
  typeof answer !== 'string' && 'asset' in answer && typeof answer.asset === 'string';

/** Whether a route answers a stream. */
export const isStream = (answer: Answer): answer is StreamAnswer =>
  typeof answer !== 'string' && 'stream' in answer && typeof answer.stream === 'object';

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /_sim/v1, unless it begins with /_sim itself; `{name}` is one segment. */
  readonly path: string;
  /** What it does, for the documents. */
  readonly words: Text;
  readonly answer: Answer;
  /** A success is 201. */
  readonly created?: true;
  /** What may stand behind the `?`: texts and integers, each at most once. Without one the route takes no query. */
  readonly query?: TObject;
  /** Without one the route takes no body. An empty body means `{}`. */
  readonly body?: TSchema;
}

type ReadonlyDeep<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly ReadonlyDeep<Item>[]
      : { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> };

/** A value of a shape, to be read only. */
export type ValueOf<Shape extends TSchema> = ReadonlyDeep<Static<Shape>>;

/** The names between braces in a path: `receiptId` of `/receipts/{receiptId}/sign`. */
export type NameIn<Path extends string> = string extends Path
  ? string
  : Path extends `${string}{${infer Name}}${infer Rest}`
    ? Name | NameIn<Rest>
    : never;

/** The segments of the path that vary, as they stand in it. */
export type ParametersOf<Route extends ControlRoute> = Readonly<Record<NameIn<Route['path']>, string>>;

/** The body, already checked against its shape. */
export type BodyOf<Route extends ControlRoute> = Route extends { readonly body: infer Shape extends TSchema }
  ? ValueOf<Shape>
  : object;

/** The query, already checked against its shape. */
export type QueryOf<Route extends ControlRoute> = Route extends {
  readonly query: infer Shape extends TSchema;
}
  ? ValueOf<Shape>
  : object;

/** What the caller of a route gets from a success: of a stream nothing, for it never ends. */
export type AnswerOf<Route extends ControlRoute> = Route['answer'] extends TSchema
  ? ValueOf<Route['answer']>
  : Route['answer'] extends TextAnswer | AssetAnswer
    ? string
    : undefined;

/** What the handler of a route gives back for a success. */
export type SuccessOf<Kind extends Answer> = Kind extends 'nothing'
  ? { readonly nothing: true }
  : Kind extends TSchema
    ? { readonly json: ValueOf<Kind> }
    : Kind extends AssetAnswer
      ? Asset
      : Kind extends StreamAnswer
        ? { readonly stream: StreamReply['open'] }
        : { readonly text: string };

/** An asset as a handler gives it. */
export interface Asset {
  readonly bytes: Uint8Array;
  /** Its media type. */
  readonly type: string;
  /** What a browser must know besides, e.g. `content-security-policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}
