// What the test author arranges for coming calls: the shapes in which it is asked for, made of the tables.
// Precedence, the only one: what is arranged for the operation, then what the magic person does, then the tenant's
// default.

import { type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { actions, type OperationName, operations, type Text } from '../../contracts/protocol/index.js';
import { described } from './described.js';
import { type Fault, faultKinds, faultRepeats, faults, times } from './faults.js';
import { oneOf } from './one-of.js';
import { type Outcome, type OutcomeKind, outcomeKinds, outcomes } from './outcomes.js';

const names = Object.keys(operations) as OperationName[];

/**
 * How many arrangements wait at a time: for a tenant, except `heldCalls`, which all barriers of a simulator together
 * are made for. An outcome or a fault with `times` is one.
 */
export const arrangementLimits = {
  outcomes: 1_000,
  faults: 1_000,
  barriers: 1_000,
  heldCalls: 20_000,
} as const;

/** An operation that a tenant calls: `time` names nobody. */
export const tenantOperation = oneOf<OperationName>(
  names.filter((name) => name !== 'time'),
  described('an operation that a tenant calls', '이용기관이 호출하는 API'),
);

/** The objects that a shape allows: itself, or those of a union. */
export const variantsOf = (shape: TSchema): readonly TObject[] => shape.anyOf ?? [shape];

/** A body: what every arrangement has, and what this one has to be told. */
const bodyOf = (
  before: TProperties,
  { properties }: TObject,
  after: TProperties,
  options: { readonly title: string; readonly description: string; readonly examples: readonly unknown[] },
) => Type.Object({ ...before, ...properties, ...after }, { additionalProperties: false, ...options });

/** One fault for the next `times` calls of an operation, as it is asked for. */
export type FaultBody = Fault & { readonly operation: OperationName };

export const faultBody = Type.Unsafe<FaultBody>(
  Type.Union(
    faultKinds.flatMap((kind) => {
      const { words, parameters, example } = faults[kind];
      const before = { operation: tenantOperation, fault: Type.Literal(kind) };
      return variantsOf(parameters).map((variant) =>
        bodyOf(before, variant, faultRepeats, {
          title: kind,
          ...described(`${words.en} / ${words.ko}`, words.ko),
          examples: [{ operation: 'verifyCMS', fault: kind, ...(example as object) }],
        }),
      );
    }),
    { examples: [{ operation: 'verifyCMS', fault: 'commitThenDrop' }] },
  ),
);

/** A fault in its queue (queues.ts); plain data. Its seed moves on with every call. */
export type ArrangedFault = FaultBody & { readonly times: number; readonly seed: number };

/** What is wrong with a fault of the right shape, if anything. */
export const refuseFault = (given: FaultBody): Text | undefined => faults[given.fault].refuse?.(given);

/** One outcome for the next `times` calls of an operation, as it is asked for. */
export type OutcomeBody = Outcome & { readonly operation: OperationName };

/** The calls that can have an outcome. */
const operationsOf = (kind: OutcomeKind) => {
  const { of } = outcomes[kind];
  const able = names.filter((name) => actions[operations[name].action].gives === of);
  return of === null
    ? tenantOperation
    : oneOf(able, described(`an operation that gives a ${of}`, `${of}을 응답하는 API`));
};

export const outcomeBody = Type.Unsafe<OutcomeBody>(
  Type.Union(
    outcomeKinds.flatMap((kind) => {
      const { words, parameters, example } = outcomes[kind];
      return variantsOf(parameters).map((variant) =>
        bodyOf(
          { operation: operationsOf(kind) },
          variant,
          { times: Type.Optional(times) },
          {
            title: kind,
            ...described(`${words.en} / ${words.ko}`, words.ko),
            examples: [example],
          },
        ),
      );
    }),
    {
      ...described(
        'exactly one of error, tamper (with or without form), form, sign',
        'error, tamper(form 선택), form, sign 중 정확히 하나',
      ),
      examples: [outcomes.error.example],
    },
  ),
);

/** An outcome in its queue (queues.ts); plain data. */
export type ArrangedOutcome = OutcomeBody & { readonly times: number };

/** What is wrong with an outcome of the right shape, if anything. */
export const refuseOutcome = (given: OutcomeBody): Text | undefined =>
  outcomeKinds
    .filter((kind) => kind in given)
    .map((kind) => outcomes[kind].refuse?.(given))
    .find((wrong) => wrong !== undefined);
