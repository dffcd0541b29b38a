// One Token call before anything is played. A run of a caller who is not let in would cost money, and would take the
// refusal of the caller for the refusal of everything that was asked.

import { type CallerRefusal, callerRefusalOf } from '../protocol/index.js';
import { NoSessionToken, type Wire } from './wire.js';

/** The service does not let the caller in. Nothing was played, and nothing can be learned. */
export class CheckInRefused extends Error implements CallerRefusal {
  override readonly name = 'CheckInRefused';
  readonly status: number;
  /** The provider's code; null where the refusal had none. */
  readonly code: number | null;
  /** The provider's words. */
  readonly words: string;
  readonly means: CallerRefusal['means'];
  readonly advice: CallerRefusal['advice'];

  constructor(who: string, { status, json, text }: NoSessionToken['reply']) {
    const code = typeof json?.code === 'number' ? json.code : null;
    const words = typeof json?.message === 'string' ? json.message : text.slice(0, 200);
    super(`${who} gets no session token: HTTP ${status}, code ${code}: ${words}`);
    this.status = status;
    this.code = code;
    this.words = words;
    const { means, advice } = callerRefusalOf(code ?? 0);
    this.means = means;
    this.advice = advice;
  }
}

/** Asks for a session token, which the run then uses. Throws a CheckInRefused if the service says no. */
export async function checkIn(wire: Pick<Wire, 'sessionToken'>, who: string): Promise<void> {
  try {
    await wire.sessionToken();
  } catch (error) {
    if (error instanceof NoSessionToken && error.reply.status !== 200) {
      throw new CheckInRefused(who, error.reply);
    }
    // An answer that is no refusal is judged by the cases of Token.
    if (!(error instanceof NoSessionToken)) throw error;
  }
}
