// Who signs, and when: one grammar for `--sign`, a tenant, a request and the control plane.

import type { Text } from '../../contracts/protocol/index.js';
import { parseDuration } from './duration.js';

/** `manual`, `immediate`, `never`, `after:PT3S` (an ISO 8601 duration) or `polls:2` (two answers 0, the third 1). */
export type SignPlan = string;

/** The facts of a new receipt that make it sign itself. */
export interface SelfSigning {
  readonly signAt: number | null;
  readonly pollsLeft: number | null;
}

const nobody: SelfSigning = { signAt: null, pollsLeft: null };

type Planner = (argument: string) => ((requestedAt: number) => SelfSigning) | undefined;

const bare =
  (plan: (requestedAt: number) => SelfSigning): Planner =>
  (argument) =>
    argument === '' ? plan : undefined;

const planners: Readonly<Record<string, Planner>> = {
  manual: bare(() => nobody),
  never: bare(() => nobody),
  immediate: bare((requestedAt) => ({ signAt: requestedAt, pollsLeft: null })),
  after: (argument) => {
    const ms = parseDuration(argument);
    return ms === undefined ? undefined : (requestedAt) => ({ signAt: requestedAt + ms, pollsLeft: null });
  },
  polls: (argument) => {
    const polls = /^\d{1,6}$/.test(argument) ? Number(argument) : undefined;
    return polls === undefined ? undefined : () => ({ signAt: null, pollsLeft: polls });
  },
};

/** Reads a plan; undefined if it is none. The result turns the instant of a request (ms) into its self-signing. */
export function parseSignPlan(plan: SignPlan): ((requestedAt: number) => SelfSigning) | undefined {
  const colon = plan.indexOf(':');
  const name = colon < 0 ? plan : plan.slice(0, colon);
  return Object.hasOwn(planners, name) ? planners[name]?.(colon < 0 ? '' : plan.slice(colon + 1)) : undefined;
}

/** For messages: what `parseSignPlan` accepts. */
export const SIGN_PLANS = ['manual', 'immediate', 'never', 'after:<ISO 8601: PT3S>', 'polls:<n>'] as const;

/** What is wrong with a plan, if anything. */
export const refuseSignPlan = (plan: SignPlan): Text | undefined =>
  parseSignPlan(plan) === undefined
    ? {
        en: `sign: "${plan}" is none of ${SIGN_PLANS.join(', ')}.`,
        ko: `sign: "${plan}" 값은 쓸 수 없습니다. 사용할 수 있는 값: ${SIGN_PLANS.join(', ')}`,
      }
    : undefined;
