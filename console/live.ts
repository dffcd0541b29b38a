// What is new, by the one stream of events. A lost stream is opened again and resumes after the last event that was read;
// where that is no longer kept the server says `gap`, and every list is asked for again.

import { effect, signal } from '@preact/signals';
import type { ControlEvent } from '../simulator/control/event-shapes.js';
import { needsToken, openEvents, session } from './api.js';
import { readEvents, type SentEvent } from './event-stream.js';

/** Whether what is shown follows what happens. */
export const state = signal<'opening' | 'open' | 'lost'>('opening');
/** Counts what makes lists worthless: the first opening, gaps, a new token. */
export const epoch = signal(0);

/** The data of each event, by its name. */
type EventData = { readonly [Event in ControlEvent as Event['event']]: Event['data'] };

type Listener = { readonly [Name in keyof EventData]?: (data: EventData[Name]) => unknown };
const listeners = new Set<Listener>();

/** Hears events from now on; gives what stops it. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const AGAIN = [250, 500, 1000, 2000, 5000] as const;

function hear({ type, data }: SentEvent): void {
  if (type === 'gap') epoch.value += 1;
  else if (type !== undefined) {
    const told = JSON.parse(data);
    for (const listener of listeners) listener[type as keyof EventData]?.(told as never);
  }
}

/** A tab that nobody looks at lets go of its stream after this time, ms: a browser has six connections to a host. */
const REST = 20_000;

/** Calls `rest` once the tab has been out of sight for a while, and `wake` when it is seen again. */
function whileSeen(rest: () => void, wake: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isResting = false;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(() => {
        isResting = true;
        rest();
      }, REST);
    } else if (isResting) {
      isResting = false;
      wake();
    }
  });
}

/** Reads the stream for as long as the page is open and seen. */
export function startLive(): void {
  let last: string | undefined;
  let lost = 0;
  let stop = new AbortController();

  const again = ({ aborted }: AbortSignal) => {
    if (aborted || needsToken.value) return;
    state.value = 'lost';
    // Lists wait for the stream, so that nothing falls between the two; without one they are all there is.
    if (epoch.value === 0) epoch.value = 1;
    const timer = setTimeout(open, AGAIN[Math.min(lost, AGAIN.length - 1)]);
    stop.signal.addEventListener('abort', () => clearTimeout(timer));
    lost += 1;
  };
  const read = async (signal: AbortSignal) => {
    const stream = await openEvents(last, signal);
    // Without a place to resume from, whatever happened before the stream was open is in the lists alone.
    if (last === undefined) epoch.value += 1;
    state.value = 'open';
    lost = 0;
    for await (const event of readEvents(stream)) {
      last = event.id ?? last;
      hear(event);
    }
  };
  const leave = () => stop.abort();
  const open = () => {
    leave();
    stop = new AbortController();
    const { signal: own } = stop;
    read(own).then(
      () => again(own),
      () => again(own),
    );
  };

  effect(() => {
    if (session.value >= 0) open();
  });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => event.persisted && open());
  addEventListener('online', open);
  whileSeen(leave, open);
}
