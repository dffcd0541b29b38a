// What is signed, and how: Linkhub's Authorization header and kakaoCert's x-kc-auth (protocol.md §1.2, §2.3).
// Always over the raw bytes that travel, never over re-serialised JSON: Python sends spaces.

import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** The value of `x-lh-version` and its line in both strings to sign. Version 1.0 (MD5, HMAC-SHA1) ended in 2021-09. */
export const API_VERSION = '2.0';

/**
 * The SHA-256 of a body's bytes, in base64 (44 characters); a text counts as UTF-8. Give the very bytes that travel.
 * Never throws. Source: protocol.md §1.2, §2.3.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { bodyDigest } from 'kakaocert-simulator/contracts';
 *
 * assert.equal(bodyDigest(''), '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
 * ```
 */
export function bodyDigest(body: Uint8Array | string): string {
  return hash('sha256', body, 'base64');
}

/**
 * The text that is signed on a Token request. `date` is the value of `x-lh-date`, `path` starts with a slash; the line of
 * `forwarded` is there only if `x-lh-forwarded` is sent. Never throws. Source: protocol.md §1.2.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { tokenStringToSign } from 'kakaocert-simulator/contracts';
 *
 * const text = tokenStringToSign({ body: '{}', date: '2026-11-23T01:00:00Z', path: '/KAKAOCERT/Token' });
 * assert.ok(text.endsWith('\n2.0\n/KAKAOCERT/Token'));
 * ```
 */
export function tokenStringToSign(parts: {
  readonly body: Uint8Array | string;
  readonly date: string;
  readonly forwarded?: string | undefined;
  readonly path: string;
}): string {
  const forwarded = parts.forwarded === undefined ? '' : `${parts.forwarded}\n`;
  return `POST\n${bodyDigest(parts.body)}\n${parts.date}\n${forwarded}${API_VERSION}\n${parts.path}`;
}

/**
 * The text that is signed on a POST to the service: it ends with a newline and has no path. `date` is the value of
 * `x-lh-date`. Never throws. Source: protocol.md §2.3.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { callStringToSign } from 'kakaocert-simulator/contracts';
 *
 * const text = callStringToSign({ body: '{}', date: '2026-11-23T01:00:00Z' });
 * assert.ok(text.endsWith('\n2026-11-23T01:00:00Z\n2.0\n'));
 * ```
 */
export function callStringToSign(parts: {
  readonly body: Uint8Array | string;
  readonly date: string;
}): string {
  return `POST\n${bodyDigest(parts.body)}\n${parts.date}\n${API_VERSION}\n`;
}

/**
 * The HMAC-SHA256 of a text, in base64 (44 characters). `secretKey` is base64 (PHP also accepts base64url, and so does
 * this). Never throws: what is no base64 gives a MAC that nobody accepts. Source: protocol.md §1.2, §2.3.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { callStringToSign, mac } from 'kakaocert-simulator/contracts';
 *
 * const text = callStringToSign({ body: '{}', date: '2026-11-23T01:00:00Z' });
 * assert.equal(mac('bWFkZS11cC1mb3ItdGVzdHM=', text).length, 44); // x-kc-auth: <LinkID> <mac>
 * ```
 */
export function mac(secretKey: string, stringToSign: string): string {
  return createHmac('sha256', Buffer.from(secretKey, 'base64')).update(stringToSign, 'utf8').digest('base64');
}

/** Compares two MACs in time that depends on their lengths only. */
export function equalMac(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(expected, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
