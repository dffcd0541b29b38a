// The stream of events as an async iterable, over any fetch. A reader that was too slow, or whose connection broke, comes
// back by itself and goes on where it was; what it missed for good it is told as `gap`.

import type { ControlEvent } from '../control/event-shapes.js';

/** Which events are read. */
export interface EventsOptions {
  /** Only those of this tenant. */
  readonly clientCode?: string;
  /** Goes on behind the event of this id, as far as it is kept. */
  readonly after?: string;
  /** Ends it: the iteration rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Opens the stream behind an event. Rejects where it is refused. */
type Open = (after: string | undefined) => Promise<Response>;

type EventsFrom = Pick<EventsOptions, 'signal'> & { readonly after: string | undefined };

/** Reads events until the stream ends. The first connection is made at once, so that what comes now is not missed. */
export function readEvents(open: Open, { after, signal }: EventsFrom): AsyncIterableIterator<ControlEvent> {
  const first = open(after);
  // Told to whoever iterates.
  first.catch(() => {});
  return iterate(first, open, after, signal);
}

async function* iterate(
  first: Promise<Response>,
  open: Open,
  after: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ControlEvent, void, void> {
  let last = after;
  let response = await first;
  for (;;) {
    let heard = false;
    try {
      for await (const { id, event, data } of blocksOf(response)) {
        last = id ?? last;
        heard = true;
        if (event !== undefined && data !== undefined) {
          yield { id: last, event, data: JSON.parse(data) } as ControlEvent;
        }
      }
      return;
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      // One that breaks off before it says anything would break off again.
      if (!heard || !(error instanceof Broken)) throw error;
    }
    response = await open(last);
  }
}

/** The connection ended in the middle, or the reader was too slow for it. */
class Broken extends Error {}

interface Block {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** The blocks of a stream between its empty lines (WHATWG HTML §9.2.6), as this simulator writes them: one line for each field. */
async function* blocksOf(response: Response): AsyncGenerator<Block, void, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Broken('The stream of events broke off.', { cause: error });
      });
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      yield* blocks.map(readBlock);
    }
  } finally {
    // Whoever leaves the loop leaves the stream.
    await reader.cancel().catch(() => {});
  }
}

const readBlock = (block: string): Block =>
  Object.fromEntries(
    block.split('\n').flatMap((line) => {
      const colon = line.indexOf(': ');
      return colon <= 0 ? [] : [[line.slice(0, colon), line.slice(colon + 2)]];
    }),
  );
