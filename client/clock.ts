// The provider's time as far as we know it: the local clock plus an offset, read from GET /Time only when it is needed.

import { formatTime } from '../contracts/protocol/index.js';
import { abortable } from './abort.js';

export interface ClientClock {
  /** The provider's now, ms. */
  now(): number;
  /** The text of `x-lh-date`: UTC to the second, the form that all SDKs but two send (protocol.md §1.2). */
  date(signal?: AbortSignal): Promise<string>;
  /** Reads the provider's clock and keeps the offset. Parallel callers share one call. */
  learn(signal?: AbortSignal): Promise<void>;
}

/** `readTime` asks the provider, ms; `trustLocal` false asks it before the first date. */
export function createClock(
  now: () => number,
  readTime: () => Promise<number>,
  trustLocal: boolean,
): ClientClock {
  let offset: number | undefined = trustLocal ? 0 : undefined;
  let learning: Promise<void> | undefined;

  const learnOnce = async () => {
    const time = await readTime();
    offset = time - now();
  };
  const clock: ClientClock = {
    now: () => now() + (offset ?? 0),
    async date(signal) {
      if (offset === undefined) await clock.learn(signal);
      return formatTime(clock.now());
    },
    learn(signal) {
      learning ??= learnOnce().finally(() => {
        learning = undefined;
      });
      return abortable(learning, signal);
    },
  };
  return clock;
}
