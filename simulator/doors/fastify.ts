// The door with a port. Fastify listens, logs and shuts down; every answer is the engine's. Fastify's own bodies leak
// in more places than its error handler, so each of them is closed here, and none may be seen by a client.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { timing } from '../../contracts/protocol/index.js';
import { type Call, canonicalAddress, type Reply } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';
import type { Engine } from '../engine.js';
import { brokenTransports } from './broken.js';
import { type GzipMode, gzipped } from './gzip.js';
import { createOutlet } from './outlet.js';
import { realSleep, type Sleep } from './sleep.js';

/** A body past the limit is read and thrown away up to here, bytes, so that the caller can read its 413. */
const DRAIN_LIMIT = 64 * 1024 * 1024;
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

/** A fault of ours: it should never be seen, but if it is, every SDK can parse it. */
const faultReply: Reply = {
  status: 500,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ code: -31019999, message: '시뮬레이터 내부 오류입니다. 로그를 확인하십시오.' }),
};

export interface FastifyDoorOptions {
  /** pino's level: `silent` (default) … `info` (a line per request) … `trace`. Logs go to stderr. */
  readonly logLevel?: string;
  readonly sleep?: Sleep;
  readonly gzip?: GzipMode;
  /** Serves HTTPS with this certificate chain and key, PEM. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
}

/** A Fastify instance that answers everything through the engine. */
export function createFastifyDoor(
  engine: Engine,
  { logLevel = 'silent', sleep = realSleep, gzip = 'offered', tls }: FastifyDoorOptions = {},
): FastifyInstance {
  let closing = false;
  /** Connections that nothing more will be said on; the other end may hold them open. */
  const broken = new Set<Socket>();
  const abandon = (socket: Socket) => {
    broken.add(socket);
    socket.once('close', () => broken.delete(socket));
  };
  const reply = async (request: FastifyRequest, response: FastifyReply): Promise<FastifyReply> => {
    const { raw } = request;
    const bytes = hasBody(raw) ? await readBody(raw) : EMPTY;
    // Nobody is left to answer, and a call that never came whole is no call.
    if (bytes === 'brokenOff') return response.hijack();
    const answer = await engine.answer(callOf(raw, bytes));
    const { status, headers, body, delay, broken: breakage } = answer;
    if (delay !== undefined) await sleep(delay);
    if (breakage !== undefined) {
      abandon(request.raw.socket);
      response.hijack();
      brokenTransports[breakage].socket(response.raw, answer);
      return response;
    }
    // What was not read of an oversize body must not be taken for the next request; and a connection that is busy
    // while the server closes would else keep it open until it idles out.
    if (status === 413 || closing) response.header('connection', 'close');
    const small = gzipped(answer, request.raw.headers['accept-encoding']?.toString(), gzip);
    if (small !== undefined) response.header('content-encoding', 'gzip');
    return response
      .code(status)
      .headers(headers)
      .send(small ?? body);
  };

  const fault = (error: unknown, request: FastifyRequest, response: FastifyReply): FastifyReply => {
    request.log.error(error);
    return response.code(faultReply.status).headers(faultReply.headers).send(faultReply.body);
  };

  const app = fastify({
    logger: logLevel === 'silent' ? false : { level: logLevel, stream: createOutlet(process.stderr) },
    logController: new LogController({
      disableRequestLogging: !['info', 'debug', 'trace'].includes(logLevel),
    }),
    keepAliveTimeout: timing.keepAlive.ms,
    requestTimeout: REQUEST_TIMEOUT,
    ...(tls === undefined
      ? { http: HTTP_OPTIONS }
      : {
          https: {
            ...HTTP_OPTIONS,
            cert: tls.certificatePem,
            key: tls.keyPem,
            minVersion: 'TLSv1.2',
            handshakeTimeout: HANDSHAKE_TIMEOUT,
          },
        }),
    // The engine matches raw bytes, so nothing is decoded and nothing can be too long.
    routerOptions: { maxParamLength: Number.MAX_SAFE_INTEGER },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // Fastify does not wait for what this gives back.
    frameworkErrors(_error, request, response) {
      reply(request, response).catch((error: unknown) => fault(error, request, response));
    },
    clientErrorHandler(error, socket) {
      const { code = '' } = error as NodeJS.ErrnoException;
      // A connection that broke, or never got through its TLS handshake, can't be told anything.
      if (!/^(HPE|ERR_HTTP)_/.test(code) || !socket.writable) {
        socket.destroy();
        return;
      }
      const [status, reason] = wireFaults[code] ?? [400, 'Bad Request'];
      const { headers, body } = engine.refuse('body.malformed');
      abandon(socket);
      socket.end(
        `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${headers['content-type']}\r\n` +
          `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  });

  // Signatures are over raw bytes, so no body is Fastify's to read, whatever its type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.addHook('preClose', async () => {
    closing = true;
    for (const socket of broken) socket.destroy();
    // Whoever opened a connection and says nothing must not keep the process alive.
    setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE).unref();
  });
  app.all('/*', reply);
  app.setNotFoundHandler(reply);
  app.setErrorHandler((error: FastifyError, request, response) => {
    // What Fastify finds wrong with a call (a content type that is none, QUERY without one) is the provider's to judge.
    if (error.code?.startsWith('FST_ERR_') && (error.statusCode ?? 500) < 500)
      return reply(request, response);
    return fault(error, request, response);
  });
  // An Expect that nobody knows is ignored, as RFC 9110 §10.1.1 permits; 100-continue is Node's own.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  return app;
}

const callOf = (raw: IncomingMessage, body: Call['body']): Call => ({
  method: raw.method ?? 'GET',
  target: originForm(raw.url ?? '/'),
  headers: raw.headers,
  body,
  address: canonicalAddress(raw.socket.remoteAddress),
});

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Path and query of a target: a proxy's client sends the whole URL. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.indexOf('/', target.indexOf('://') + 3);
  return target.includes('://') && path > 0 ? target.slice(path) : `/${target}`;
}

/** The body's bytes, `tooLarge` (never more than the limit is held), or `brokenOff` if it never came whole. */
function readBody(payload: IncomingMessage): Promise<Call['body'] | 'brokenOff'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_LIMIT) chunks.push(chunk);
      else if (length > DRAIN_LIMIT) {
        payload.pause();
        resolve('tooLarge');
      }
    });
    payload.on('end', () => resolve(length > BODY_LIMIT ? 'tooLarge' : Buffer.concat(chunks)));
    payload.on('error', () => resolve('brokenOff'));
  });
}
