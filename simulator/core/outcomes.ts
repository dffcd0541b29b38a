// Outcomes: what a test author can make a call come to, as one table. A row says which calls can have it and what has to
// be told; the control plane's body, its types and its documents are made of it.

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type ActionRow, createCatalogue, type ErrorId, type Text } from '../../contracts/protocol/index.js';
import { described } from './described.js';
import { oneOf } from './one-of.js';
import { refuseSignPlan } from './sign-plan.js';
import { forms, tamperingNames } from './tampering.js';

/** A row of the table. */
interface OutcomeRow<Parameters extends TSchema> {
  readonly words: Text;
  /** Only calls that give this can have it; null: any call of a tenant. */
  readonly of: ActionRow['gives'];
  readonly parameters: Parameters;
  readonly example: Static<Parameters> & { readonly operation: string };
  /** What is wrong with parameters of the right shape, where no schema can say it; undefined if nothing is. */
  refuse?(given: Static<Parameters>): Text | undefined;
}

/** Lets a row's functions know the types of its own parameters. */
const outcome = <Parameters extends TSchema>(row: OutcomeRow<Parameters>): OutcomeRow<Parameters> => row;

const strict = { additionalProperties: false } as const;

/** An error of the user's own, for what the catalogue does not have. */
const customError = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String({ maxLength: 1000 }),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599, default: 400 })),
  },
  strict,
);
export type CustomError = Readonly<Static<typeof customError>>;

const error = Type.Union([oneOf([...createCatalogue().keys()] as ErrorId[]), customError], {
  ...described(
    'an id of the error catalogue (docs/errors.md), or {code, message, status} of your own',
    '오류 목록(docs/errors.md)의 id 또는 직접 정한 {code, message, status}',
  ),
});
const form = oneOf(forms, described('the form of signedData', 'signedData의 형식'));

/** Exactly one of these rows. */
const table = {
  error: outcome({
    words: { en: 'the call is refused with this error', ko: '지정한 오류로 거절' },
    of: null,
    parameters: Type.Object({ error }, strict),
    example: { operation: 'requestCMS', error: 'person.notMember' },
  }),
  tamper: outcome({
    words: { en: 'verify gives a tampered signedData', ko: '변조된 signedData로 응답' },
    of: 'signedData',
    parameters: Type.Object({ tamper: oneOf(tamperingNames), form: Type.Optional(form) }, strict),
    example: { operation: 'verifyCMS', tamper: 'content' },
  }),
  form: outcome({
    words: { en: 'verify gives a signedData in this form', ko: '지정한 형식의 signedData로 응답' },
    of: 'signedData',
    parameters: Type.Object({ form }, strict),
    example: { operation: 'verifyCMS', form: 'cades' },
  }),
  sign: outcome({
    words: { en: 'the receipt is signed by this plan', ko: '접수 건을 지정한 방식으로 서명' },
    of: 'receipt',
    parameters: Type.Object(
      {
        sign: Type.String({
          maxLength: 64,
          ...described(
            'who signs: manual, immediate, never, after:PT3S, polls:2',
            '서명 방식: manual, immediate, never, after:PT3S, polls:2',
          ),
        }),
      },
      strict,
    ),
    example: { operation: 'requestCMS', sign: 'immediate' },
    refuse: ({ sign }) => refuseSignPlan(sign),
  }),
} as const satisfies Readonly<Record<string, OutcomeRow<TSchema>>>;

export type OutcomeKind = keyof typeof table;

/** The table. */
export const outcomes: Readonly<Record<OutcomeKind, OutcomeRow<TSchema>>> = table;
export const outcomeKinds = Object.keys(outcomes) as readonly OutcomeKind[];

type Flat<T> = T extends unknown ? { readonly [Key in keyof T]: T[Key] } : never;
type Told = { [Kind in OutcomeKind]: Static<(typeof table)[Kind]['parameters']> };

/** What a call comes to; for one call unless `times` is given. */
export type Outcome = { [Kind in OutcomeKind]: Flat<Told[Kind] & { times?: number }> }[OutcomeKind];

/** An outcome whose kind nobody has asked for: any of its members may be there. */
export type AnyOutcome = Readonly<Partial<Told['error'] & Told['tamper'] & Told['form'] & Told['sign']>>;
