// How signedData is written: base64url without padding, as it was observed. One in plain or padded base64 is the same bytes,
// and Verify works only once: it is handed over as it came, with a notice.

/** What the result of Verify says where signedData is not written as documented. */
export const BASE64_NOTICE =
  'signedData came as base64 ("+", "/" or padding), not as base64url without padding. It is handed over as it came: decode it as base64.';

const isCanonical = (text: string): boolean =>
  text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text;

/** The same bytes in base64url without padding; undefined where the text is neither that nor base64. */
export function asBase64url(text: string): string | undefined {
  if (isCanonical(text)) return text;
  const isPadded = text.endsWith('=') && text.length % 4 === 0;
  const bare = isPadded ? text.replace(/={1,2}$/, '') : text;
  // Plain base64 has no letters of base64url, and the other way round: a mixture is neither.
  const isMixed = /[+/]/.test(bare) && /[-_]/.test(bare);
  const url = bare.replaceAll('+', '-').replaceAll('/', '_');
  return !isMixed && isCanonical(url) ? url : undefined;
}
