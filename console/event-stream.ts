// Reads Server-Sent Events (HTML §9.2.6) from bytes. EventSource can't send a header, so the page reads them itself.

/** One event as it was sent. */
export interface SentEvent {
  /** Undefined where the event has none: it does not move the place to resume from. */
  readonly id: string | undefined;
  /** Undefined for a block that has a place alone, and is no event. */
  readonly type: string | undefined;
  readonly data: string;
}

/** Gives the events of a stream as they come, until it ends; rejects if it breaks off. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<SentEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Undefined for a comment, which only keeps the connection open. */
function parseBlock(block: string): SentEvent | undefined {
  const fields = new Map<string, string[]>();
  for (const line of block.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name !== '') fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  const data = fields.get('data');
  const type = fields.get('event')?.at(-1);
  const id = fields.get('id')?.at(-1);
  if (data === undefined) return id === undefined ? undefined : { id, type: undefined, data: '' };
  return { id, type: type ?? 'message', data: data.join('\n') };
}
