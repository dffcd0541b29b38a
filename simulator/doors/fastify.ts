// The door with a port. Fastify listens, logs and shuts down; every answer is the engine's. Fastify's own bodies leak
// in more places than its error handler, so each of them is closed here, and none may be seen by a client.

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { timing } from '../../contracts/protocol/index.js';
import { type AssetReply, OWN_FAULT, type Reply, type StreamReply } from '../core/call.js';
import type { Engine } from '../engine.js';
import { brokenTransports } from './broken.js';
import { abandon, type Connections, createConnections, follow, hearLastCalls } from './connections.js';
import { type GzipMode, gzipped } from './gzip.js';
import { failedInside, NO_PROXY_HERE, noHttp } from './notices.js';
import { inTurn, type Order } from './order.js';
import { callOf, hasBody, readBody } from './raw-call.js';
import { after, realSleep, type Sleep } from './sleep.js';

/** A request must have come whole within this time, ms. */
const REQUEST_TIMEOUT = 60_000;
/** What is in flight at closing has this long to finish, ms. */
export const CLOSE_GRACE = 5_000;
/** A TLS handshake must be done within this time, ms. */
const HANDSHAKE_TIMEOUT = 30_000;
const HTTP_OPTIONS = { requireHostHeader: false };
const EMPTY = new Uint8Array(0);

/** What Node says when bytes never became a request, and the status that tells it. */
const wireFaults: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** What Node says where a connection ended within a request. */
const BROKEN_OFF = 'HPE_INVALID_EOF_STATE';

export interface FastifyDoorOptions {
  readonly sleep?: Sleep | undefined;
  readonly gzip?: GzipMode | undefined;
  /** Serves HTTPS with this certificate chain and key, PEM. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
  /** The order of answers, where a door on top of this one answers some calls itself. */
  readonly order?: Order;
}

type Answerer = (request: FastifyRequest, response: FastifyReply) => Promise<FastifyReply>;

/** Answers every request by the engine, or breaks its connection where the answer says so. */
function answerer(
  engine: Engine,
  connections: Connections,
  { sleep = realSleep, gzip = 'offered' }: FastifyDoorOptions,
): Answerer {
  return async ({ raw }, response) => {
    const begins = connections.order.begins(response.raw);
    if (begins !== undefined) await begins;
    const bytes = hasBody(raw) ? await readBody(raw) : EMPTY;
    // Nobody is left to answer, and a call that never came whole is no call.
    if (bytes === 'brokenOff') return response.hijack();
    const answered = engine.answer(callOf(raw, bytes));
    // In memory it is there at once, and an await costs even then.
    const answer = answered instanceof Promise ? await answered : answered;
    if (!('body' in answer)) return sendOther(answer, response, connections);
    const { status, headers, body, delay, broken } = answer;
    if (delay !== undefined) await sleep(delay);
    await connections.turn();
    connections.answeredAt = performance.now();
    if (broken !== undefined) {
      response.hijack();
      inTurn(response.raw, (socket) => {
        abandon(connections, socket);
        brokenTransports[broken].socket(socket, answer);
      });
      return response;
    }
    // What was not read of an oversize body must not be taken for the next request; and a connection that is busy
    // while the server closes would else keep it open until it idles out.
    if (status === 413 || connections.closing) response.header('connection', 'close');
    const small = gzipped(answer, raw.headers['accept-encoding']?.toString(), gzip);
    if (small !== undefined) response.header('content-encoding', 'gzip');
    return (
      response
        .code(status)
        .headers(headers)
        // Any text, even none, would get a content-type of its own.
        .send(small ?? (body === '' ? undefined : Buffer.from(body)))
    );
  };
}

/** Sends what is no text. A stream ends when its door closes, or its connection does. */
function sendOther(
  answer: AssetReply | StreamReply,
  response: FastifyReply,
  connections: Connections,
): FastifyReply {
  if (connections.closing) response.header('connection', 'close');
  response.code(answer.status).headers(answer.headers);
  if ('bytes' in answer) return response.send(Buffer.from(answer.bytes));
  const { raw } = response;
  const stream = answer.open(() => raw.destroy());
  connections.streams.add(stream);
  raw.once('close', () => connections.streams.delete(stream));
  if (connections.closing) stream.end();
  return response.send(stream.body);
}

/** What of ours threw outside of the engine. */
function fault(engine: Engine, error: unknown, response: FastifyReply): FastifyReply {
  engine.notice(failedInside(error));
  return response.code(OWN_FAULT.status).headers(OWN_FAULT.headers).send(OWN_FAULT.body);
}

/** What Node says of bytes that are no request, with the bytes. */
type WireFault = NodeJS.ErrnoException & { readonly rawPacket?: unknown };

/** What is said to bytes that never became a request. */
function refuseBytes(
  engine: Engine,
  connections: Connections,
  { code = '', rawPacket }: WireFault,
  socket: Socket,
) {
  // A connection that broke, or never got through its TLS handshake, can't be told anything.
  if (!/^(HPE|ERR_HTTP)_/.test(code) || !socket.writable) {
    socket.destroy();
    return;
  }
  const { refused, order } = connections;
  if (refused.has(socket)) return;
  refused.add(socket);
  // Whoever hangs up in the middle of a call knows it.
  if (code !== BROKEN_OFF) engine.notice(noHttp(code, rawPacket));
  const [status, reason] = wireFaults[code] ?? [400, 'Bad Request'];
  const reply = engine.refuse('body.malformed');
  order.afterLast(socket, () => writeLast(connections, socket, `${status} ${reason}`, reply));
}

/** A tunnel is asked for where there is no proxy. Node would hang up without a word. */
function refuseTunnel(engine: Engine, connections: Connections, socket: Socket): void {
  engine.notice(NO_PROXY_HERE);
  socket.on('error', () => socket.destroy());
  // What else it sends is thrown away, so that it can read this, but not for ever.
  socket.setTimeout(CLOSE_GRACE, () => socket.destroy()).resume();
  const reply = engine.refuse('method.notAllowed');
  const write = () => writeLast(connections, socket, `${reply.status} ${STATUS_CODES[reply.status]}`, reply);
  connections.order.afterLast(socket, write);
}

/** Writes an answer by hand, the last one of its connection. */
function writeLast(connections: Connections, socket: Socket, status: string, { headers, body }: Reply): void {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  abandon(connections, socket);
  socket.end(
    `HTTP/1.1 ${status}\r\n${head.join('')}` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Plain HTTP, or HTTPS where there is a certificate. */
const protocolOf = (tls: FastifyDoorOptions['tls']) =>
  tls === undefined
    ? { http: HTTP_OPTIONS }
    : {
        https: {
          ...HTTP_OPTIONS,
          // As plain HTTP has it by itself.
          allowHalfOpen: true,
          cert: tls.certificatePem,
          key: tls.keyPem,
          minVersion: 'TLSv1.2' as const,
          handshakeTimeout: HANDSHAKE_TIMEOUT,
        },
      };

/** No route has a schema, and Fastify's compilers of schemas cost milliseconds of a start: they are not even bundled. */
function noSchemas(): never {
  throw new Error('No route of the simulator has a schema for Fastify to compile.');
}

/** A Fastify instance that answers everything through the engine. */
export function createFastifyDoor(engine: Engine, options: FastifyDoorOptions = {}): FastifyInstance {
  const { tls } = options;
  const connections = createConnections(options.order);
  const reply = answerer(engine, connections, options);
  const app = fastify({
    // Every line of a log is made of what the engine tells.
    logger: false,
    keepAliveTimeout: timing.keepAlive.ms,
    requestTimeout: REQUEST_TIMEOUT,
    ...protocolOf(tls),
    // The engine matches raw bytes, so nothing is decoded and nothing can be too long.
    routerOptions: { maxParamLength: Number.MAX_SAFE_INTEGER },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // Fastify does not wait for what this gives back.
    frameworkErrors(_error, request, response) {
      reply(request, response).catch((error: unknown) => fault(engine, error, response));
    },
    clientErrorHandler: (error, socket) => refuseBytes(engine, connections, error, socket),
  });
  answerEverything(app, engine, reply);
  follow(connections, app.server);
  app.server.on('connect', (_request, socket: Socket) => refuseTunnel(engine, connections, socket));
  app.addHook('preClose', () => {
    // Whoever opened a connection and says nothing must not keep the process alive.
    after(CLOSE_GRACE, () => app.server.closeAllConnections());
    return hearLastCalls(connections);
  });
  return app;
}

/** Leaves nothing for Fastify to answer: no body, no path, no error of a call. */
function answerEverything(app: FastifyInstance, engine: Engine, reply: Answerer): void {
  // Signatures are over raw bytes, so no body is Fastify's to read, whatever its type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.all('/*', reply);
  app.setNotFoundHandler(reply);
  app.setErrorHandler((error: FastifyError, request, response) => {
    // What Fastify finds wrong with a call (a content type that is none, QUERY without one) is the provider's to judge.
    if (error.code?.startsWith('FST_ERR_') && (error.statusCode ?? 500) < 500)
      return reply(request, response);
    return fault(engine, error, response);
  });
  // An Expect that nobody knows is ignored, as RFC 9110 §10.1.1 permits; 100-continue is Node's own.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
}
