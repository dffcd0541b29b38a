// Waiting for a person to sign: poll, wait, poll. A failure of the network is never an answer, let alone a signature.

import { type FinalStateNumber, isFinalState, type StateNumber } from '../contracts/protocol/index.js';
import { abortable } from './abort.js';
import { isKakaocertError } from './errors.js';

/** So many failed polls in a row are passed over; the next one is thrown. At 3 s between polls, about 15 s of trouble. */
const TOLERATED_FAILURES = 5;

/**
 * Reads states until one is final, every `interval` ms. Rejects with the last failure when too many came in a row, at
 * once with any failure that polling can't fix, and with the signal's reason.
 */
export async function waitForFinal<S extends { readonly state: StateNumber }>(
  read: () => Promise<S>,
  interval: number,
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<S & { readonly state: FinalStateNumber }> {
  for (let failures = 0; ; ) {
    try {
      const state = await read();
      if (isFinal(state)) return state;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures > TOLERATED_FAILURES) throw error;
    }
    await abortable(sleep(interval, signal), signal);
  }
}

const isFinal = <S extends { readonly state: StateNumber }>(
  answer: S,
): answer is S & { readonly state: FinalStateNumber } => isFinalState(answer.state);

/** Trouble that may be gone at the next poll: the network, a gateway's page, a server that is down or busy. */
function isPassing(error: unknown): boolean {
  if (!isKakaocertError(error)) return false;
  if (error.name === 'NetworkFailure') return true;
  const status =
    error.name === 'ContractViolation'
      ? error.evidence.status
      : error.name === 'ProviderRefusal'
        ? error.status
        : 0;
  return status >= 500 || status === 408 || status === 429;
}
