// The way out, for --proxy-passthrough alone: connections to other hosts, through the user's own proxy where the
// environment names one. Nothing else of the simulator connects to anybody.

import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Onward {
  /** A connection to that host; rejects with the system's error, or with what the user's proxy said. */
  open(host: string, port: number): Promise<Socket>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

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
  return {
    open: (host, port) =>
      upstream === undefined || upstream === '' || direct.some((name) => covers(name, host))
        ? openDirect(host, port)
        : openThrough(new URL(upstream), host, port),
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
function openThrough(proxy: URL, host: string, port: number): Promise<Socket> {
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
          reject(new Error(`the proxy ${proxy.host} answered ${statusCode} for ${authority}`));
        }
      })
      .once('response', ({ statusCode }) =>
        reject(new Error(`the proxy ${proxy.host} answered ${statusCode} for ${authority}`)),
      )
      .once('timeout', () => reject(new Error(`the proxy ${proxy.host} doesn't answer`)))
      .once('error', reject)
      .end();
  });
}
