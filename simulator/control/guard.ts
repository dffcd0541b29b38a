// Who may use the control plane. A page in a browser must not reach it unless its origin was named, nor, off loopback,
// anybody without the token. Pages and their assets hold no data: they open without a token, and by a click from anywhere.

import { timingSafeEqual } from 'node:crypto';
import type { Text } from '../../contracts/protocol/index.js';
import { type Call, header } from '../core/call.js';
import { isNamedOrigin, isPreflight } from './origins.js';
import type { Problem } from './problem.js';
import { controlRoutes, fullPath, isData } from './routes.js';

/** What one door asks of control calls. */
export interface ControlAccess {
  /** Host names besides the loopback ones, as they stand in a Host header, lower case, without ports. */
  readonly allowHosts: readonly string[];
  /** Origins whose pages may call /_sim/v1, as they stand in an Origin header, lower case. */
  readonly allowOrigins: readonly string[];
  /** Needed on every call of /_sim/v1 but /health and /live at a door off loopback; null on loopback and in process. */
  readonly token: string | null;
  /** The root of the TLS door, PEM; null while there is none. */
  readonly tlsCa: () => string | null;
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** What watches a process has no token. */
const OPEN: readonly string[] = [controlRoutes.health, controlRoutes.live].map(({ path }) => fullPath(path));

const forbidden = (detail: Text): Problem => ({ status: 403, title: 'Forbidden', detail });

/** Checks where a call to a path of the control plane comes from; undefined lets it in. */
export function guard(call: Call, path: string, access: ControlAccess): Problem | undefined {
  const host = header(call, 'host')?.toLowerCase();
  // A browser always sends Host, so a call without one is not a page's (in process, or HTTP/1.0).
  if (host !== undefined && !isAllowed(host, access)) {
    return forbidden({
      en: `Host "${host}" is not allowed here; start with --allow-host ${withoutPort(host)} to allow it.`,
      ko: `허용되지 않은 Host입니다: "${host}". 허용하려면 다음 옵션으로 시작하십시오: --allow-host ${withoutPort(host)}`,
    });
  }
  // What a door shows to anybody, or to a page that was named: the rest of the checks is not for it.
  if (!isData(path)) return isNavigation(call) ? undefined : refuseSite(call, host);
  const isNamed = isNamedOrigin(call, access.allowOrigins);
  const refused = isNamed ? undefined : refuseSite(call, host);
  if (refused !== undefined) return refused;
  // A preflight can't carry a token (Fetch, "CORS-preflight fetch"); it is no call yet.
  const isOpen = OPEN.includes(path) || (isNamed && isPreflight(call));
  if (access.token === null || isOpen || holdsToken(call, access.token)) return undefined;
  return {
    status: 401,
    title: 'Unauthorized',
    detail: {
      en: 'Off loopback the control plane needs "Authorization: Bearer <control token>", the token printed at start or given with --control-token.',
      ko: '루프백 밖에서 제어 API를 쓰려면 "Authorization: Bearer <제어 토큰>"이 필요합니다. 시작할 때 출력된 토큰이나 --control-token으로 지정한 토큰을 보내십시오.',
    },
  };
}

/** A page may call its own server alone: over https too, where something in front of us ends TLS. */
function refuseSite(call: Call, host: string | undefined): Problem | undefined {
  const origin = header(call, 'origin')?.toLowerCase();
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    // It has no name that could be let in (Fetch, "origin"): a file, a frame in a sandbox, a redirect from elsewhere.
    if (origin === 'null')
      return forbidden({
        en: 'A page without an origin (a file, or a frame in a sandbox) made this call; serve it over http, and name that origin with --allow-origin.',
        ko: '출처(Origin)가 없는 페이지(파일이나 sandbox 프레임)에서 온 호출입니다. 페이지를 http로 제공하고 그 출처를 --allow-origin으로 지정하십시오.',
      });
    return forbidden({
      en: `Origin "${origin}" is another page's; start with --allow-origin ${origin} to let it call /_sim/v1.`,
      ko: `다른 페이지의 출처(Origin)입니다: "${origin}". /_sim/v1 호출을 허용하려면 다음 옵션으로 시작하십시오: --allow-origin ${origin}`,
    });
  }
  if (['cross-site', 'same-site'].includes(header(call, 'sec-fetch-site') ?? '')) {
    return forbidden({
      en: 'A page of another site made this call.',
      ko: '다른 사이트의 페이지에서 온 호출입니다.',
    });
  }
  return undefined;
}

/**
 * Somebody followed a link, or typed the address: the whole tab becomes the page (Fetch Metadata §2.2, §2.3). It changes
 * nothing, and no other site can read or frame what it shows.
 */
const isNavigation = (call: Call): boolean =>
  (call.method === 'GET' || call.method === 'HEAD') &&
  header(call, 'sec-fetch-mode') === 'navigate' &&
  header(call, 'sec-fetch-dest') === 'document';

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
