// The little of HTTP/1.1 that a load generator needs: where an answer ends. One answer at a time, never pipelined.

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** Takes chunks of bytes; gives `{ status, body, isChunked }` when an answer is whole, else undefined. */
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
    const answer = { status, body: held.subarray(start), isChunked: length < 0 };
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

/** A chunked body without its framing. */
export function unchunk(bytes) {
  const parts = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.latin1Slice(at, line), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
