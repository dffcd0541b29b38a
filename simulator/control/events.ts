// The stream of events for one reader: Server-Sent Events (WHATWG HTML §9.2). What happened is written once, however many
// read it. Each chunk holds what came since the last one was taken.

import type { StreamReply } from '../core/call.js';
import type { Happened, KeptEvent } from '../world/events.js';
import type { World } from '../world/world.js';
import { callView, keptCallView } from './call-view.js';
import type { ControlEvent } from './event-shapes.js';
import { clockView, findingView, receiptView, tenantView } from './messages.js';

/** So many events go out in one piece. */
const TAKEN = 256;

/** An event as its readers see it, secrets masked. */
export function eventView({ journal }: World, { id, happened }: KeptEvent): ControlEvent {
  const { clientCode } = happened;
  return { id, ...viewOf(happened, journal.secrets, clientCode) } as ControlEvent;
}

function viewOf(happened: Happened, secrets: World['journal']['secrets'], clientCode: string | null) {
  switch (happened.kind) {
    case 'call':
      return { event: happened.kind, data: { ...callView(happened.record, secrets), clientCode } };
    case 'kept':
      return { event: 'call', data: { ...keptCallView(happened.call), clientCode } };
    case 'receipt': {
      const { receipt, now, frozen } = happened;
      return {
        event: happened.kind,
        data: { ...receiptView(receipt, now), now: new Date(now).toISOString(), frozen },
      };
    }
    case 'finding':
      return { event: happened.kind, data: { ...findingView(happened.found), clientCode } };
    case 'tenant': {
      const { tenant, change } = happened;
      return { event: happened.kind, data: { ...tenantView(tenant), secretKey: null, change } };
    }
    case 'clock':
      return { event: happened.kind, data: { ...clockView(happened.tenant, happened.base), clientCode } };
  }
}

const written = ({ id, event, data }: ControlEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export interface EventsAsked {
  /** Only those of this tenant; what names no tenant is left out too. */
  readonly clientCode?: string | undefined;
  /** The last event that the reader has. */
  readonly lastEventId: string | undefined;
}

/** The same, written by the first who reads it. */
function textOf(world: World, kept: KeptEvent): string {
  kept.text ??= written(eventView(world, kept));
  return kept.text;
}

/** Opens the stream for a reader. */
export const openEvents =
  (world: World, asked: EventsAsked): StreamReply['open'] =>
  (cut) =>
    openStream(world, asked, cut);

function openStream(
  world: World,
  { clientCode, lastEventId }: EventsAsked,
  cut: () => void,
): ReturnType<StreamReply['open']> {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Whether the reader has asked for more than there was. */
  let hungry = false;
  const finish = (how: (open: ReadableStreamDefaultController<Uint8Array>) => void) => {
    place.leave();
    const open = controller;
    controller = undefined;
    if (open !== undefined) how(open);
  };
  const place = world.events.listen(lastEventId, {
    wake: () => {
      if (hungry) feed();
    },
    drop: () => {
      finish((open) =>
        open.error(new Error('events: the reader was too slow; come back with Last-Event-ID.')),
      );
      cut();
    },
    end: () => finish((open) => open.close()),
  });
  // A reader that loses its connection before the first event must know where it was.
  let text = `: kakaocert-simulator\nid: ${place.from}\n\n`;
  if (place.missed)
    text += written({ id: place.from, event: 'gap', data: { now: new Date(world.now()).toISOString() } });

  const feed = () => {
    for (;;) {
      const taken = place.take(TAKEN);
      for (const kept of taken) {
        if (clientCode === undefined || kept.happened.clientCode === clientCode) text += textOf(world, kept);
      }
      if (text !== '' || taken.length < TAKEN) break;
    }
    hungry = text === '';
    if (hungry) return;
    const bytes = Buffer.from(text);
    text = '';
    controller?.enqueue(bytes);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
      },
      pull: feed,
      cancel: () => finish(() => {}),
    },
    // Nothing waits here: a reader that does not read holds its place alone.
    { highWaterMark: 0 },
  );
  return {
    body,
    end: () => finish((open) => open.close()),
    fail: (reason) => finish((open) => open.error(reason)),
  };
}
