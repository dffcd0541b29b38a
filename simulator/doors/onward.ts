// The way out, for --proxy-passthrough alone: connections to other hosts, through the user's own proxy where the
// environment names one. Nothing else of the simulator connects to anybody.

import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Onward {
  /**
   * A connection to that host for a request with this Via; rejects with the system's error, or with what the user's proxy
   * said.
   */
  open(host: string, port: number, via?: string): Promise<Socket>;
  /** Whether a request with this Via has been here: the user's proxy is this one (RFC 9110 §7.6.3). */
  isLoop(via: string | undefined): boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a proxy says of a request that came back to it (RFC 5842 §7.2). */
export const LOOP_DETECTED = 508;

/** What a proxy answered instead of a tunnel. */
const refusedBy = (proxy: URL, status: number | undefined, authority: string) =>
  new Error(
    status === LOOP_DETECTED
      ? `the proxy ${proxy.host} that https_proxy or all_proxy names leads back here; unset it for the simulator`
      : `the proxy ${proxy.host} answered ${status} for ${authority}`,
  );

/** How long a connection may take, ms. */
const CONNECT_TIMEOUT = 30_000;

/** A variable that is written in lower case by some tools and in upper case by others. */
const eitherCase = (env: Environment, name: string) => env[name] ?? env[name.toUpperCase()];

/** The names of a NO_PROXY, lower case, without ports, leading dots and those at the end, which curl doesn't heed. */
export const noProxyNames = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[\s,]+/)
    .map((name) =>
      name
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/(?<=[^:]):\d+$/, '')
        .replace(/\.+$/, ''),
    )
    .filter((name) => name !== '');

/** Whether one name of a NO_PROXY covers a host: itself, a domain above it, or `*`. */
export const covers = (name: string, host: string): boolean =>
  name === '*' || host === name || host.endsWith(`.${name}`);

/** Opens connections as the environment (https_proxy, all_proxy, no_proxy) asks. */
export function createOnward(env: Environment): Onward {
  const upstream = eitherCase(env, 'https_proxy') || eitherCase(env, 'all_proxy');
  const direct = noProxyNames(eitherCase(env, 'no_proxy'));
  const own = `kakaocert-simulator-${randomBytes(6).toString('hex')}`;
  return {
    open: (host, port, via) =>
      upstream === undefined || upstream === '' || direct.some((name) => covers(name, host))
        ? openDirect(host, port)
        : openThrough(new URL(upstream), host, port, via === undefined ? `1.1 ${own}` : `${via}, 1.1 ${own}`),
    isLoop: (via) => via?.includes(own) === true,
  };
}

function openDirect(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    socket.setTimeout(CONNECT_TIMEOUT, () => socket.destroy(new Error(`${host}:${port} doesn't answer`)));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Asks the user's own proxy for a tunnel (RFC 9110 §9.3.6). */
function openThrough(proxy: URL, host: string, port: number, via: string): Promise<Socket> {
  const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    if (proxy.protocol !== 'http:')
      throw new Error(`${proxy.protocol}// proxies are not supported, only http://`);
    request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        via,
        ...(credentials === ':'
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
      timeout: CONNECT_TIMEOUT,
    })
      .once('connect', ({ statusCode }, socket, head) => {
        if (statusCode === 200) {
          socket.unshift(head);
          resolve(socket as Socket);
        } else {
          socket.destroy();
          reject(refusedBy(proxy, statusCode, authority));
        }
      })
      .once('response', ({ statusCode }) => reject(refusedBy(proxy, statusCode, authority)))
      .once('timeout', () => reject(new Error(`the proxy ${proxy.host} doesn't answer`)))
      .once('error', reject)
      .end();
  });
}
