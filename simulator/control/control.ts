// The control plane's door: guard → route → read → check → handle. The same for every door of the simulator.

import { type Call, header, pathOf, type Reply } from '../core/call.js';
import { parseObject } from '../core/request-check.js';
import type { World } from '../world/world.js';
import { checkBody } from './body-check.js';
import { type ControlAccess, guard } from './guard.js';
import type { ControlResult } from './handlers/handler.js';
import { controlHandlers } from './handlers/index.js';
import { badRequest, isProblem, type Problem, problemReply } from './problem.js';
import { createControlRouter } from './router.js';
import { CONTROL_PREFIX, type ControlRoute, controlRoutes } from './routes.js';

/** Whether a target belongs to the control plane. */
export const isControl = (target: string): boolean => /^\/_sim([/?]|$)/.test(target);

/** Compiles the control plane of a world. `access` is asked at every call, because listening may change it. */
export function createControlPlane(
  world: World,
  access: () => ControlAccess,
): (call: Call) => Promise<Reply> {
  const route = createControlRouter();

  return async (call) => {
    const path = pathOf(call.target);
    const allowed = access();
    const problem = guard(call, allowed, path === `${CONTROL_PREFIX}/health`);
    if (problem !== undefined) return problemReply(problem);
    const routing = route(call.method, path);
    if ('allow' in routing) return problemReply(misrouted(call.method, path, routing.allow));
    const body = await readBody(call, controlRoutes[routing.name]);
    if (isProblem(body)) return problemReply(body);
    const { tlsCa } = allowed;
    return render(
      await controlHandlers[routing.name](world, {
        parameters: routing.parameters,
        body,
        base: world.now(),
        tlsCa,
        origin: `http://${header(call, 'host') ?? 'localhost'}`,
      }),
    );
  };
}

function misrouted(method: string, path: string, allow: readonly string[]): Problem {
  return allow.length > 0
    ? {
        status: 405,
        title: 'Method not allowed',
        detail: `${path} takes ${allow.join(', ')}, not ${method}.`,
        allow,
      }
    : {
        status: 404,
        title: 'Not found',
        detail: `${path} is not part of the control plane; see ${CONTROL_PREFIX}/health.`,
      };
}

async function readBody(
  call: Call,
  { body: schema }: ControlRoute,
): Promise<Record<string, unknown> | Problem> {
  if (call.body === 'tooLarge') {
    return { status: 413, title: 'Content too large', detail: 'A control body has at most 64 KiB.' };
  }
  if (call.body.length === 0) return checkBody({}, schema);
  // A page can send a form or plain text anywhere without asking; JSON it can't.
  if (!/^application\/json *(;|$)/i.test(header(call, 'content-type') ?? '')) {
    return {
      status: 415,
      title: 'Unsupported media type',
      detail: 'Send the body as Content-Type: application/json.',
    };
  }
  const given = parseObject(call.body);
  return given === undefined ? badRequest('The body is no JSON object in UTF-8.') : checkBody(given, schema);
}

/** A page that loads nothing and runs nothing. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

function render(result: ControlResult): Reply {
  if (isProblem(result)) return problemReply(result);
  if ('empty' in result) return { status: 204, headers: {}, body: '' };
  if ('html' in result) return { status: 200, headers: PAGE_HEADERS, body: result.html };
  if ('pem' in result) {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: result.pem };
  }
  return {
    status: result.created === true ? 201 : 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(result.json),
  };
}
