// The shape of a finding's row, and what several of them ask of a call.

import type { TSchema } from '@sinclair/typebox';
import {
  type Action,
  type Operation,
  type OperationName,
  operations,
  type Text,
} from '../../contracts/protocol/index.js';
import type { RequestFieldName } from '../../contracts/protocol/requests.js';
import { type Call, header } from './call.js';
import type { ClientTrail } from './client-trail.js';
import type { Observed } from './observed.js';

/** Whether a call shows it, or the names of the fields that do; null for one that has no name to show. */
export type Shown = boolean | readonly (string | null)[];

export interface FindingRule {
  readonly id: string;
  /** Why it is no good habit. */
  readonly words: Text;
  readonly source: string;
  /** Whose calls can show it; no other call is asked. */
  readonly on: readonly Action[];
  /** The field that it is about: a call without it in its message is not asked either. */
  readonly field?: RequestFieldName;
  /** So many calls it takes to show it; one unless given. */
  readonly atLeast?: number;
  /**
   * Whether a call that its gate refused can show it too. Who called is not proven then, so nothing is believed of what it
   * asks for: only how it was sent.
   */
  readonly unproven: boolean;
  readonly found: (observed: Observed, trail: ClientTrail) => Shown;
}

const schemaOf = (operation: OperationName): TSchema | undefined =>
  (operations[operation] as Operation).input;

/** The members of an operation's body: those that it has, and those that SDKs send along. */
function membersOf(operation: OperationName): readonly string[] {
  const schema = schemaOf(operation);
  return [...Object.keys(schema?.properties ?? {}), ...(schema?.['x-ignored'] ?? [])];
}

/** Whether a call of this operation can show it at all. */
export const concerns = ({ on, field }: FindingRule, operation: OperationName): boolean =>
  on.includes(operations[operation].action) &&
  (field === undefined || Object.hasOwn(schemaOf(operation)?.properties ?? {}, field));

/** The session token that a call shows; empty if there is none. */
export const readBearerToken = (call: Call): string =>
  /^Bearer (\S+)$/i.exec(header(call, 'authorization') ?? '')?.[1] ?? '';

/** How far the date of a call is off, ms; 0 where it can't be read. */
export function skewOf({ call, wall }: Observed): number {
  const date = Date.parse(header(call, 'x-lh-date') ?? '');
  return Number.isNaN(date) ? 0 : Math.abs(date - wall);
}

/** A member's name as it may be shown: nothing long, which may be anything. */
const NAME = /^\w{1,40}$/;
/** So many fields are named of one call. */
const NAMED = 8;

/** What was sent beside the members that there are, and holds something: null is "not given" (protocol.md §2.5). */
export function unknownMembers({ given = {}, operation }: Observed): readonly (string | null)[] {
  const known = membersOf(operation);
  return Object.keys(given)
    .filter((name) => given[name] !== null && !known.includes(name))
    .slice(0, NAMED)
    .map((name) => (NAME.test(name) ? name : null));
}
