// For workers that measure without a port: loads a bundle, and hands calls straight to an engine.

import { pathToFileURL } from 'node:url';
import { requestCall, signCall, statusCall, tokenCall, verifyCall } from './calls.mjs';

export const load = (path) => import(pathToFileURL(path).href);

/** A call as the engine takes it. */
export const engineCall = ({ method, path, headers, body }) => ({
  method,
  target: path,
  headers: { host: '127.0.0.1', ...headers },
  body: Buffer.from(body),
  address: '127.0.0.1',
});

/** A world in memory with its engine, and the steps of the flow on it. */
export async function createSubject(internals, options = {}) {
  const { createWorld } = await load(internals);
  return subjectOf(internals, createWorld(options));
}

/** The same of a world that there is. */
export async function subjectOf(internals, world) {
  const { createEngine, createFastifyDoor } = await load(internals);
  const engine = createEngine(world)({ allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null });

  const answer = async (call) => {
    const { status, body } = await engine.answer(call);
    if (status !== 200) throw new Error(`${call.target} answered ${status}: ${body}`);
    return body;
  };
  const token = JSON.parse(await answer(engineCall(tokenCall()))).session_token;
  return {
    world,
    engine,
    createDoor: () => createFastifyDoor(engine, {}),
    token,
    /** Request for the n-th person, signed once and sent as often as wanted; each gives a receipt id. */
    requester(n) {
      const call = engineCall(requestCall(token, n));
      return async () => JSON.parse(await answer(call)).receiptId;
    },
    poll: (id) => answer(engineCall(statusCall(token, id))),
    sign: (id) => answer(engineCall(signCall(id))),
    verify: (id) => answer(engineCall(verifyCall(token, id))),
  };
}
