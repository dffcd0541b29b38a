// What a field of the wire is. One row of `requests.ts` or `answers.ts` tells all that there is to know of it; the JSON
// Schema, the error codes, the documents, the examples, the suite's cases and the recordings follow from the row.

import {
  type Static,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';
import type { Fidelity, Provenance } from './fidelity.js';

/** What a string may consist of, beyond its length. */
export type Charset = 'digits' | 'date';

const charsetPattern: Record<Charset, string> = { digits: '^[0-9]*$', date: '^[0-9]{8}$' };

/**
 * What a recording keeps of a field. `keep`: the value as it is; only for words of ours or of the provider. `date`: its
 * distance from the first date. Anything else: a placeholder of that kind, e.g. `<name-1>`.
 */
export type Redaction =
  | 'keep'
  | 'date'
  | 'account'
  | 'address'
  | 'birthDate'
  | 'clientCode'
  | 'institution'
  | 'link'
  | 'linkId'
  | 'name'
  | 'payerNumber'
  | 'phone'
  | 'points'
  | 'receiptId'
  | 'signedData'
  | 'token'
  | 'txId';

interface Facts extends Provenance {
  /** The item's Korean name, used in the provider's messages. */
  readonly ko: string;
  readonly redaction: Redaction;
}

/** The type of a field with its limits and an example. `Empty` is what the example may be instead of a value. */
type Typed<Empty> =
  | {
      readonly type: 'string';
      /** The longest value, in Unicode code points. */
      readonly max?: number;
      readonly charset?: Charset;
      readonly pattern?: string;
      /** Free text, which the person reads. Any other text is a name, a number or a code, of which more may be asked. */
      readonly prose?: true;
      readonly example: string | Empty;
    }
  | {
      readonly type: 'integer';
      readonly min?: number;
      readonly max?: number;
      readonly example: number | Empty;
    }
  | { readonly type: 'number'; readonly example: number | Empty }
  | { readonly type: 'boolean'; readonly example: boolean | Empty }
  | { readonly type: 'strings'; readonly example: readonly string[] | Empty }
  | {
      readonly type: 'choice';
      readonly choices: readonly (string | number)[];
      readonly example: string | number | Empty;
    };

/** A field that a client sends. Examples are made up, in the unassigned 010-0000 range. */
export type RequestField = Facts & {
  /** Its place in the error codes. It never changes, and no other field may ever have it. */
  readonly number: number;
} & (
    | (Typed<never> & { readonly optional?: undefined })
    // May be absent, null or empty: the SDKs send all three for "not given" (protocol.md §2.5). `typed`: the manual
    // requires it, and so do the types of a request; absent it is accepted, for npm's SDK drops false (protocol.md §8 #6).
    | (Typed<null> & { readonly optional: true; readonly typed?: true })
  );

/** A field that the provider sends. */
export type AnswerField = Facts &
  (
    | (Typed<never> & { readonly nullable?: undefined; readonly optional?: undefined })
    // Null where there is nothing to tell; SDKs read an absent one the same (protocol.md §8 #20).
    | (Typed<null> & { readonly nullable: true; readonly optional?: undefined })
    // Absent where there is nothing to tell, and never null.
    | (Typed<undefined> & { readonly nullable?: undefined; readonly optional: true })
  );

export type RequestFields = Readonly<Record<string, RequestField>>;
export type AnswerFields = Readonly<Record<string, AnswerField>>;

/** The value of a field by its row. */
type ValueOf<Row> = Row extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Row extends { readonly type: infer Name extends keyof Values }
    ? Values[Name]
    : never;

interface Values {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  strings: string[];
}

type RequestMembers<Rows> = {
  -readonly [Name in keyof Rows]: Rows[Name] extends { readonly optional: true; readonly typed?: undefined }
    ? TOptional<TUnsafe<ValueOf<Rows[Name]> | null>>
    : TUnsafe<ValueOf<Rows[Name]>>;
};

type AnswerMembers<Rows> = {
  -readonly [Name in keyof Rows]: Rows[Name] extends { readonly nullable: true }
    ? TUnsafe<ValueOf<Rows[Name]> | null>
    : Rows[Name] extends { readonly optional: true }
      ? TOptional<TUnsafe<ValueOf<Rows[Name]>>>
      : TUnsafe<ValueOf<Rows[Name]>>;
};

/** The rule of a row as JSON Schema; `x-charset` is what JSON Schema can't say. */
function ruleOf(row: RequestField | AnswerField, mayBeNull: boolean): TSchema {
  const orNull = (type: string) => (mayBeNull ? [type, 'null'] : type);
  const { ko, source, fidelity } = row;
  const notes = { title: ko, 'x-source': source, 'x-fidelity': fidelity };
  switch (row.type) {
    case 'string':
      return Type.Unsafe({
        type: orNull('string'),
        ...notes,
        ...(row.max === undefined ? {} : { maxLength: row.max }),
        ...(row.pattern === undefined ? {} : { pattern: row.pattern }),
        ...(row.charset === undefined
          ? {}
          : { 'x-charset': row.charset, pattern: charsetPattern[row.charset] }),
      });
    case 'integer':
      return Type.Unsafe({
        type: orNull('integer'),
        ...(row.min === undefined ? {} : { minimum: row.min }),
        ...(row.max === undefined ? {} : { maximum: row.max }),
        ...notes,
      });
    case 'strings':
      return Type.Unsafe({ type: orNull('array'), items: { type: 'string' }, ...notes });
    case 'choice':
      return Type.Unsafe({ enum: row.choices, ...notes });
    default:
      return Type.Unsafe({ type: orNull(row.type), ...notes });
  }
}

/** A required text must not be empty; an absent flag means false, for the Node SDK drops every falsy value. */
function requestRule(row: RequestField): TSchema {
  const rule = ruleOf(row, row.optional === true);
  if (row.optional !== true) return row.type === 'string' ? { ...rule, minLength: 1 } : rule;
  return Type.Optional(row.type === 'boolean' ? { ...rule, default: false } : rule);
}

function answerRule(row: AnswerField): TSchema {
  const rule = ruleOf(row, row.nullable === true);
  return row.optional === true ? Type.Optional(rule) : rule;
}

interface Names {
  readonly $id: string;
  readonly title?: string;
  /** Members that official SDKs send along though the message has no use for them. */
  readonly 'x-ignored'?: readonly string[];
}

function messageOf<Row extends RequestField | AnswerField>(
  names: Names,
  rows: Readonly<Record<string, Row>>,
  rule: (row: Row) => TSchema,
): TObject {
  const all = Object.entries(rows);
  const members: TProperties = Object.fromEntries(all.map(([name, row]) => [name, rule(row)]));
  const example = all.flatMap(([name, row]) => (row.example === undefined ? [] : [[name, row.example]]));
  return Type.Object(members, { ...names, examples: [Object.fromEntries(example)] });
}

/** A message that a client sends, from its rows; faults are looked for in their order. */
export function request<const Rows extends RequestFields>(
  names: Names,
  rows: Rows,
): TObject<RequestMembers<Rows>> {
  return messageOf(names, rows, requestRule) as TObject<RequestMembers<Rows>>;
}

/** A message that the provider sends, from its rows. */
export function answer<const Rows extends AnswerFields>(
  names: Names,
  rows: Rows,
): TObject<AnswerMembers<Rows>> {
  return messageOf(names, rows, answerRule) as TObject<AnswerMembers<Rows>>;
}

/** The example of a message that `request` or `answer` made; a field that may be missing and has none is left out. */
export function exampleOf<Schema extends TSchema>(schema: Schema): Static<Schema> {
  return (schema.examples as readonly [Static<Schema>])[0];
}

/** What the check reads of a field; the schema itself, seen as plain data. */
export interface FieldRule {
  readonly type: string | readonly string[];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly title?: string;
  readonly 'x-charset'?: Charset;
  readonly 'x-source'?: string;
  readonly 'x-fidelity'?: Fidelity;
}

/** The fields of a message schema with their rules, in table order. */
export function fieldsOf(
  schema: TSchema,
): readonly (readonly [name: string, rule: FieldRule, required: boolean])[] {
  const required = new Set<string>(schema.required ?? []);
  return Object.entries(schema.properties as Record<string, FieldRule>).map(
    ([name, rule]) => [name, rule, required.has(name)] as const,
  );
}
