// Where the log goes: a stream that somebody reads, or not. What nobody reads must not fill the process.

/** What waits for a reader at most, in bytes; what comes beyond that is dropped and counted. */
const PENDING_LIMIT = 1024 * 1024;

/** As much of a writable stream as a log needs. */
export interface Outlet {
  /** Writes a text of so many lines; one unless told. */
  write(text: string, lines?: number): void;
}

type Writable = Pick<NodeJS.WriteStream, 'write' | 'writableLength' | 'once'>;

/** Writes lines to `stream` as long as somebody reads them; says how many were dropped once they read again. */
export function createOutlet(stream: Writable): Outlet {
  let dropped = 0;
  const resume = () => {
    const lines = dropped;
    dropped = 0;
    stream.write(`kakaocert-simulator: ${lines} lines were dropped here, because nobody read them.\n`);
  };
  return {
    write(text, lines = 1) {
      if (stream.writableLength + text.length <= PENDING_LIMIT && dropped === 0) {
        stream.write(text);
        return;
      }
      if (dropped === 0) stream.once('drain', resume);
      dropped += lines;
    },
  };
}
