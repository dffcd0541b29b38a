// The proxy door: CONNECT for the six real host names leads into the TLS door (443) or to the provider (80) without
// another socket; requests for http://… of these names are answered here. Every other host is refused, unless the user
// asked to let others through. It listens on loopback only: whoever reaches it could go anywhere from here.

import {
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  STATUS_CODES,
  request as sendRequest,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { hostNames } from '../../contracts/protocol/index.js';
import type { Engine } from '../engine.js';
import { CLOSE_GRACE, createFastifyDoor, type FastifyDoorOptions } from './fastify.js';
import { LOOP_DETECTED, type Onward } from './onward.js';
import { createOrder } from './order.js';
import { providerOnly } from './provider-only.js';
import { after } from './sleep.js';

export interface ProxyDoorOptions extends FastifyDoorOptions {
  /** Takes over a tunnel's connection, as if it had come in at the TLS door's port. */
  readonly carryTls: (socket: Socket) => void;
  /** The way to other hosts; without it they are refused. */
  readonly onward?: Onward;
  /** Told of each other host that is refused, once: `host:port`. */
  readonly onBlocked?: ((place: string) => void) | undefined;
}

interface Destination {
  readonly host: string;
  readonly port: number;
}

const NESTED = "This is a tunnel already, and the host it leads to is no proxy: it doesn't take CONNECT.\n";
const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n';
/** Meant for one hop, so a proxy doesn't pass them on (RFC 9110 §7.6.1). */
const hopHeaders = ['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'upgrade'];

const isOurs = ({ host }: Destination) => hostNames.includes(host);

const refusal = ({ host, port }: Destination, onward: Onward | undefined) =>
  `The proxy of kakaocert-simulator doesn't carry ${host}:${port}. It carries ${hostNames.join(', ')} on the ports 443 and 80${
    onward === undefined ? '; --proxy-passthrough lets other hosts through' : ''
  }.\n`;

/**
 * `host:port` of a CONNECT; the port must be there (RFC 9110 §9.3.6). A name is letters, digits, `-` and `_` between single
 * dots, one more at its end: whatever resolvers would still make one of ours of (`co..kr`, a soft hyphen) is no name here.
 */
function readAuthority(target: string): Destination | undefined {
  const [, bracketed, name, port = ''] =
    /^(?:\[([\da-f:.]+)\]|([\w-]+(?:\.[\w-]+)*\.?)):(\d{1,5})$/i.exec(target) ?? [];
  const host = (bracketed ?? name)?.toLowerCase().replace(/\.$/, '');
  return host === undefined || !(Number(port) <= 65_535) ? undefined : { host, port: Number(port) };
}

/** Where a request wants to go: the URL a proxy's client sends, or else the Host (RFC 9112 §3.2.2). */
function destinationOf({ url = '/', headers }: IncomingMessage): Destination | undefined {
  const [, scheme, authority] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? [];
  const named = authority ?? (url.startsWith('/') ? headers.host : undefined);
  const port = scheme?.toLowerCase() === 'https' ? 443 : 80;
  return readAuthority(`${named}`) ?? (named === undefined ? undefined : readAuthority(`${named}:${port}`));
}

/** What has left HTTP: nobody else closes these. */
interface Tunnels {
  readonly all: Set<Duplex>;
  /** Those that lead to other hosts, both ends; nothing in them is ours to finish. */
  readonly outside: Set<Duplex>;
}

function keep({ all, outside }: Tunnels, socket: Duplex): void {
  all.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    all.delete(socket);
    outside.delete(socket);
  });
}

function carry(socket: Socket, head: Buffer, carrier: (socket: Socket) => void): void {
  socket.write(ESTABLISHED);
  if (head.length > 0) socket.unshift(head);
  carrier(socket);
}

/** Leads a tunnel to another host. */
async function carryOnward(
  tunnels: Tunnels,
  socket: Socket,
  head: Buffer,
  opened: Promise<Socket>,
): Promise<void> {
  const other = await opened;
  if (socket.destroyed) {
    other.destroy();
    return;
  }
  keep(tunnels, other);
  tunnels.outside.add(socket).add(other);
  socket.write(ESTABLISHED);
  other.write(head);
  // Either end's close ends the other.
  pipeline(socket, other, socket, () => {});
}

async function closeTunnels({ all, outside }: Tunnels): Promise<void> {
  for (const socket of outside) socket.destroy();
  for (const socket of all) if (socket.writableEnded) socket.destroy();
  after(CLOSE_GRACE, () => {
    for (const socket of all) socket.destroy();
  });
}

/** A Fastify instance that is the proxy; `listen` on loopback only. */
export function createProxyDoor(
  engine: Engine,
  { carryTls, onward, onBlocked, ...options }: ProxyDoorOptions,
): FastifyInstance {
  const order = createOrder();
  const app = createFastifyDoor(providerOnly(engine), { ...options, order });
  const { server } = app;
  const serve = server.listeners('request').at(-1) as RequestListener | undefined;
  const tunnels: Tunnels = { all: new Set(), outside: new Set() };
  const tell = telling(onBlocked);
  /** What each port of our hosts leads to. */
  const carriers: Readonly<Record<number, (socket: Socket) => void>> = {
    443: carryTls,
    80: (socket) => {
      server.emit('connection', socket);
    },
  };

  const connect = (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // From here on no HTTP server looks after it.
    socket.setTimeout(0);
    const to = readAuthority(request.url ?? '');
    if (to === undefined) return refuse(socket, 400, `CONNECT takes host:port, not "${request.url}".\n`);
    const carrier = isOurs(to) ? carriers[to.port] : undefined;
    if (carrier !== undefined) return carry(socket, head, carrier);
    if (isOurs(to) || onward === undefined) {
      tell(to);
      return refuse(socket, 403, refusal(to, onward));
    }
    const { via } = request.headers;
    if (onward.isLoop(via)) return refuse(socket, LOOP_DETECTED, 'This request has been here before.\n');
    const opened = onward.open(to.host, to.port, via);
    carryOnward(tunnels, socket, head, opened).catch((error: Error) =>
      refuse(socket, 502, `${to.host}:${to.port} can't be reached: ${error.message}\n`),
    );
  };
  server.removeAllListeners('connect');
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (tunnels.all.has(socket)) return order.afterLast(socket, () => refuse(socket, 403, NESTED));
    keep(tunnels, socket);
    order.afterLast(socket, () => connect(request, socket, head));
  });

  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    order.came(response);
    const to = destinationOf(request);
    if (to !== undefined && isOurs(to)) return serve?.(request, response);
    const { url = '', headers } = request;
    const isPlain = /^http:/i.test(url);
    if (to !== undefined && isPlain && onward !== undefined) return forward(request, response, to, onward);
    if (to !== undefined && isPlain) tell(to);
    if (to === undefined && !url.startsWith('/'))
      return say(response, 400, `A proxy takes http://host/path or http://host:port/path, not "${url}".\n`);
    const place = to ?? { host: headers.host ?? 'a request without a host', port: 80 };
    say(response, 403, refusal(place, onward));
  });

  app.addHook('preClose', () => closeTunnels(tunnels));
  return app;
}

/** A program that calls one host after another must not fill the memory with their names. */
const MOST_TOLD = 1_000;

/** Tells of each place that is not ours, once. */
function telling(onBlocked: ProxyDoorOptions['onBlocked']): (to: Destination) => void {
  const told = new Set<string>();
  return (to) => {
    const place = `${to.host}:${to.port}`;
    if (onBlocked === undefined || isOurs(to) || told.has(place) || told.size >= MOST_TOLD) return;
    told.add(place);
    onBlocked(place);
  };
}

const TEXT = 'text/plain; charset=utf-8';

function refuse(socket: Socket, status: number, text: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // The client may go on sending; what it sends is read and thrown away, so that it can read this, but not for ever.
  socket.setTimeout(CLOSE_GRACE, () => socket.destroy());
  socket
    .resume()
    .end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${TEXT}\r\n` +
        `content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
    );
}

function say(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': TEXT, connection: 'close' }).end(text);
}

/** Passes a plain request on to another host. */
function forward(request: IncomingMessage, response: ServerResponse, to: Destination, onward: Onward): void {
  const unreachable = (error: Error) =>
    say(response, 502, `${to.host}:${to.port} can't be reached: ${error.message}\n`);
  const { via } = request.headers;
  if (onward.isLoop(via)) {
    say(response, LOOP_DETECTED, 'This request has been here before.\n');
    return;
  }
  onward.open(to.host, to.port, via).then((socket) => {
    const { method, url = '' } = request;
    const [, authority = '', path = ''] = /^\w+:\/\/([^/?]*)(.*)$/.exec(url) ?? [];
    const sent = sendRequest({
      // Without an agent, so without a pool: this connection is this request's own.
      createConnection: () => socket,
      method: method ?? 'GET',
      path: path.startsWith('/') ? path : `/${path}`,
      // A proxy sends the Host of the URL, whatever the client's was (RFC 9112 §3.2.2).
      headers: { ...passedOn(request.headers), host: authority },
    });
    sent.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
      pipeline(answer, response, () => {});
    });
    sent.on('error', unreachable);
    response.once('close', () => socket.destroy());
    request.pipe(sent);
  }, unreachable);
}

const passedOn = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
