// Waiting that can be given up. The user's own reason always comes out unchanged.

import * as timers from 'node:timers';

// Node's own, taken when this file is loaded: a socket is real, also while a test has faked the timers.
const { clearTimeout, setTimeout } = timers;

/** Settles as `work` does, or rejects with the signal's reason as soon as it aborts, even if `work` never listens. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** What `within` rejects with when time is up. */
export class TimeUp extends Error {}

/** Runs `work` for at most `ms`; its signal aborts when time is up or the user's signal does. */
export async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  const timer = setTimeout(() => controller.abort(new TimeUp()), ms);
  signal?.addEventListener('abort', forward, { once: true });
  try {
    return await abortable(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}
