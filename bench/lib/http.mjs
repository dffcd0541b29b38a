// The little of HTTP/1.1 that a load generator needs: where an answer ends. One answer at a time, never pipelined.

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** Takes chunks of bytes; gives `{ status, body }` when an answer is whole, else undefined. */
export function createReader() {
  let held;
  let status = 0;
  let start = -1;
  let length = -1;

  return (chunk) => {
    held = held === undefined ? chunk : Buffer.concat([held, chunk]);
    if (start < 0) {
      const end = held.indexOf(HEAD_END);
      if (end < 0) return undefined;
      start = end + 4;
      const head = held.latin1Slice(0, end).toLowerCase();
      status = Number(head.slice(9, 12));
      length = lengthOf(head);
    }
    const isWhole = length >= 0 ? held.length >= start + length : endsChunked(held, start);
    if (!isWhole) return undefined;
    const answer = { status, body: held.subarray(start) };
    held = undefined;
    start = -1;
    return answer;
  };
}

/** The content length; -1 for a chunked body. */
function lengthOf(head) {
  const at = head.indexOf('content-length:');
  if (at >= 0) return Number.parseInt(head.slice(at + 15, at + 26), 10);
  if (head.includes('transfer-encoding: chunked')) return -1;
  return 0;
}

const endsChunked = (bytes, start) =>
  bytes.subarray(Math.max(start - 2, bytes.length - LAST_CHUNK.length)).equals(LAST_CHUNK);
