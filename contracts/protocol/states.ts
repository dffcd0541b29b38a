// The states of a receipt as Status answers them (manual A.3 #6). There is no "rejected".

import type { Text } from './text.js';

export interface WireState {
  readonly number: number;
  readonly words: Text;
  /** Whether nothing will change any more, so that polling ends. */
  readonly final: boolean;
}

export const wireStates = {
  waiting: { number: 0, words: { en: 'waiting', ko: '대기' }, final: false },
  signed: { number: 1, words: { en: 'signed', ko: '서명완료' }, final: true },
  expired: { number: 2, words: { en: 'expired', ko: '만료' }, final: true },
} as const satisfies Readonly<Record<string, WireState>>;

type Rows = (typeof wireStates)[keyof typeof wireStates];
/** 0, 1 or 2. */
export type StateNumber = Rows['number'];
/** 1 or 2. */
export type FinalStateNumber = Extract<Rows, { readonly final: true }>['number'];

/** The numbers, in order. */
export const stateNumbers: readonly StateNumber[] = Object.values(wireStates).map(({ number }) => number);

const finals: readonly number[] = Object.values(wireStates).flatMap(({ number, final }) =>
  final ? [number] : [],
);

/** Whether a state is the last one of its receipt. */
export const isFinalState = (state: number): state is FinalStateNumber => finals.includes(state);
