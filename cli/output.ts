// What the command line writes. If the reader of the output goes away (`| head`), the process must not end because of it.

/** A reader that went away: `… | head -1`, a terminal that was closed. */
const READER_GONE = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'EIO'];

/**
 * Hears the errors of both output streams. A command whose reader went away goes on without words and keeps its exit
 * code; a server goes on serving. What can't be written for another reason (a full disk) is told on stderr, exit code 1.
 */
export function guardOutput({
  stdout,
  stderr,
  exit,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  stderr.on('error', () => {});
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.includes(error.code ?? '')) return;
    stderr.write(`kakaocert-simulator: stdout can't be written to: ${error.message}\n`);
    exit(1);
  });
}
