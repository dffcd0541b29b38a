// The control plane's door: guard → route → read → check → handle. The same for every door of the simulator.

import { type TSchema, Type } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import { type Answered, type Call, header, pathOf, type Reply } from '../core/call.js';
import { parseObject } from '../core/request-check.js';
import type { World } from '../world/world.js';
import { type ControlAccess, guard } from './guard.js';
import type { ControlHandler } from './handlers/handler.js';
import { controlHandlers } from './handlers/index.js';
import { isNamedOrigin, isPreflight, preflightReply, withOrigin } from './origins.js';
import type { PageNeeds } from './page-needs.js';
import { badRequest, isProblem, type Problem, problemReply } from './problem.js';
import { readQuery } from './query.js';
import { type Answer, type ControlRoute, isText, type SuccessOf } from './route.js';
import { createControlRouter } from './router.js';
import { controlRoutes, fullPath, isData } from './routes.js';
import { shapeFault } from './shape-check.js';

/** Whether a target belongs to the control plane: `/_sim`, and what lies below it. */
export const isControl = (target: string): boolean =>
  target.startsWith('/_sim') && (target.length === 5 || target[5] === '/' || target[5] === '?');

/** Compiles the control plane of a world. `access` is what the door of a call asks. */
export function createControlPlane(
  world: World,
  pages: PageNeeds,
): (call: Call, access: ControlAccess) => Promise<Answered> {
  const route = createControlRouter();

  const answer = async (call: Call, path: string, access: ControlAccess): Promise<Answered> => {
    const problem = guard(call, path, access);
    if (problem !== undefined) return problemReply(problem, call);
    // Of a page only the headers may be asked (RFC 9110 §9.3.2); every door leaves the body out.
    const isHead = call.method === 'HEAD' && !isData(path);
    const routing = route(isHead ? 'GET' : call.method, path);
    if ('allow' in routing) {
      return isPreflight(call) && routing.allow.length > 0 && isNamedOrigin(call, access.allowOrigins)
        ? preflightReply(routing.allow)
        : problemReply(misrouted(call.method, path, routing.allow), call);
    }
    const row: ControlRoute = controlRoutes[routing.name];
    // A page reads its own address; what stands behind the `?` is not for us.
    const query = isData(path) ? readQuery(call.target.slice(path.length), row.query ?? NO_MEMBERS) : {};
    if (isProblem(query)) return problemReply(query, call);
    const read = readBody(call, row.body ?? NO_MEMBERS);
    if (isProblem(read)) return problemReply(read, call);
    // The one step that types can't follow: the router found this row by its path, and its shapes checked the rest,
    // so the call is what the handler of the same name is typed to take.
    const handle = controlHandlers[routing.name] as ControlHandler;
    const result = await handle(world, {
      parameters: routing.parameters,
      query,
      body: read.body,
      tlsCa: access.tlsCa(),
      pages,
      origin: `http://${header(call, 'host') ?? 'localhost'}`,
      needsToken: access.token !== null,
      lastEventId: header(call, 'last-event-id'),
    });
    return isProblem(result) ? problemReply(result, call) : render(row, result);
  };

  return (call, access) => {
    const path = pathOf(call.target);
    return isData(path) && isNamedOrigin(call, access.allowOrigins)
      ? answer(call, path, access).then((reply) => withOrigin(call, reply))
      : answer(call, path, access);
  };
}

const DOCS = fullPath(controlRoutes.docs.path);

function misrouted(method: string, path: string, allow: readonly string[]): Problem {
  return allow.length > 0
    ? {
        status: 405,
        title: 'Method not allowed',
        detail: {
          en: `${path} takes ${allow.join(', ')}, not ${method}.`,
          ko: `${path}: ${method} 메서드는 쓸 수 없습니다. 사용할 수 있는 메서드: ${allow.join(', ')}`,
        },
        allow,
      }
    : {
        status: 404,
        title: 'Not found',
        detail: {
          en: `${path} is not part of the control plane; ${DOCS} shows all that is.`,
          ko: `${path}: 제어 API에 없는 경로입니다. 전체 목록은 ${DOCS}에서 볼 수 있습니다.`,
        },
      };
}

interface ReadBody {
  readonly body: object;
}

const NO_JSON: Text = {
  en: 'The body is no JSON object in UTF-8.',
  ko: '본문이 UTF-8로 된 JSON 객체가 아닙니다.',
};

/** The body of a call, of the route's shape. */
function readBody(call: Call, shape: TSchema): ReadBody | Problem {
  if (call.body === 'tooLarge') {
    return {
      status: 413,
      title: 'Content too large',
      detail: { en: 'A control body has at most 64 KiB.', ko: '제어 API의 본문은 최대 64KiB입니다.' },
    };
  }
  if (call.body.length === 0) return checkBody({}, shape);
  // A page can send a form or plain text anywhere without asking; JSON it can't.
  if (!/^application\/json *(;|$)/i.test(header(call, 'content-type') ?? '')) {
    return {
      status: 415,
      title: 'Unsupported media type',
      detail: {
        en: 'Send the body as Content-Type: application/json.',
        ko: '본문은 Content-Type: application/json으로 보내십시오.',
      },
    };
  }
  const given = parseObject(call.body);
  return given === undefined ? badRequest(NO_JSON) : checkBody(given, shape);
}

/** Of a route without a query, or without a body: the path says everything. */
const NO_MEMBERS = Type.Object({}, { additionalProperties: false });

/** Most calls of the control plane say everything in their path; they need no checker made, and run none. */
const isEnough = (body: object, shape: TSchema) =>
  shape.type === 'object' && (shape.required ?? []).length === 0 && Object.keys(body).length === 0;

const checkBody = (body: object, shape: TSchema) => (isEnough(body, shape) ? { body } : checked(body, shape));

function checked(body: object, shape: TSchema): ReadBody | Problem {
  const fault = shapeFault('body', shape, body);
  return fault === undefined ? { body } : badRequest(fault);
}

/** Headers that a page needs: it loads nothing and runs nothing. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

const textHeaders = (type: string): Reply['headers'] =>
  type === 'text/html'
    ? { 'content-type': `${type}; charset=utf-8`, ...PAGE_HEADERS }
    : { 'content-type': type };

/** Each event goes out as it comes, and no proxy keeps it. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

function render({ answer, created }: ControlRoute, result: SuccessOf<Answer>): Answered {
  if ('nothing' in result) return { status: 204, headers: {}, body: '' };
  if ('stream' in result) return { status: 200, headers: STREAM_HEADERS, open: result.stream };
  if ('bytes' in result) {
    const { bytes, type, headers } = result;
    return {
      status: 200,
      headers: { 'content-type': type, 'x-content-type-options': 'nosniff', ...headers },
      bytes,
    };
  }
  if ('text' in result) {
    const type = isText(answer) ? answer.text : 'text/plain';
    return { status: 200, headers: textHeaders(type), body: result.text };
  }
  return {
    status: created === true ? 201 : 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(result.json),
  };
}
