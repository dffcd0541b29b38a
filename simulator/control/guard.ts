// Who may use the control plane. A page in a browser must not reach it, nor, off loopback, anybody without the token.

import { timingSafeEqual } from 'node:crypto';
import { type Call, header } from '../core/call.js';
import type { Problem } from './problem.js';

/** What one door asks of control calls. */
export interface ControlAccess {
  /** Host names besides the loopback ones, as they stand in a Host header, lower case, without ports. */
  readonly allowHosts: readonly string[];
  /** Needed on every call but /health at a door off loopback; null on loopback and in process. */
  readonly token: string | null;
  /** The root of the TLS door, PEM; null while there is none. */
  readonly tlsCa: () => string | null;
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const forbidden = (detail: string): Problem => ({ status: 403, title: 'Forbidden', detail });

/** Checks where a control call comes from; undefined lets it in. */
export function guard(call: Call, access: ControlAccess, isOpen: boolean): Problem | undefined {
  const host = header(call, 'host')?.toLowerCase();
  // A browser always sends Host, so a call without one is not a page's (in process, or HTTP/1.0).
  if (host !== undefined && !isAllowed(host, access)) {
    return forbidden(
      `Host "${host}" is not allowed here; start with --allow-host ${withoutPort(host)} to allow it.`,
    );
  }
  const origin = header(call, 'origin')?.toLowerCase();
  if (origin !== undefined && origin !== `http://${host}`) {
    return forbidden(`Origin "${origin}" is another page's; the control plane serves no other origin.`);
  }
  if (['cross-site', 'same-site'].includes(header(call, 'sec-fetch-site') ?? '')) {
    return forbidden('A page of another site made this call.');
  }
  if (access.token === null || isOpen || holdsToken(call, access.token)) return undefined;
  return {
    status: 401,
    title: 'Unauthorized',
    detail: 'Off loopback the control plane needs "Authorization: Bearer <control token>", printed at start.',
  };
}

const withoutPort = (host: string) => host.replace(/:\d+$/, '');

const isAllowed = (host: string, access: ControlAccess) =>
  LOOPBACK_HOSTS.includes(withoutPort(host)) || access.allowHosts.includes(withoutPort(host));

function holdsToken(call: Call, token: string): boolean {
  const [, bearer] = /^Bearer (\S+)$/i.exec(header(call, 'authorization') ?? '') ?? [];
  if (bearer === undefined) return false;
  const given = Buffer.from(bearer);
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
