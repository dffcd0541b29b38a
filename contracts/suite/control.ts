// The part of a simulator's control plane that cases use. It makes raw calls, so that the suite imports nothing of the simulator.

import type { Fetch, GuardedFetch } from './guarded-fetch.js';
import type { Credentials } from './wire.js';

export interface ControlAddress {
  /** Where the simulator listens, e.g. `http://127.0.0.1:9080`. */
  readonly url: string;
  readonly fetch?: Fetch | undefined;
  /** The control token, needed off loopback. */
  readonly token?: string | undefined;
}

export interface ControlReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came back; cases look at it field by field
  readonly json: any;
}

/** The control plane, seen from one institution. */
export interface InstitutionControl {
  /** A call below `/_sim/v1`; any status is an answer. */
  send(method: string, path: string, body?: object): Promise<ControlReply>;
  /** A call below `/_sim/v1/tenants/{clientCode}` that must succeed; its JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever came back; cases look at it field by field
  tenant(method: string, path: string, body?: object): Promise<any>;
  /** The receipt as the simulator knows it. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever came back; cases look at it field by field
  receipt(receiptId: string): Promise<any>;
  /** The institution's clock stands still at this instant, ms, which is given back. */
  freeze(): Promise<number>;
}

/** The caller of a control plane, whosever institution it is about. */
export interface RawControl {
  send(method: string, path: string, body?: object): Promise<ControlReply>;
  demand(method: string, path: string, body?: object): Promise<ControlReply>;
  /** Seen from one institution. `onArranged` hears the id of every error that is arranged there. */
  of(institution: Credentials, onArranged?: (errorId: string) => void): InstitutionControl;
}

/** `fetch` is one that passes the guard: `guardedFetch`. */
export function createRawControl({
  url,
  fetch,
  token,
}: Omit<ControlAddress, 'fetch'> & { readonly fetch: GuardedFetch }): RawControl {
  const base = `${url.replace(/\/$/, '')}/_sim/v1`;

  const send = async (method: string, path: string, body?: object): Promise<ControlReply> => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: readJson(text) };
  };

  const demand = async (method: string, path: string, body?: object): Promise<ControlReply> => {
    const reply = await send(method, path, body);
    if (reply.status < 300) return reply;
    throw new Error(`${method} /_sim/v1${path}: ${reply.status} ${reply.json?.detail ?? ''}`);
  };

  return {
    send,
    demand,
    of({ clientCode }, onArranged) {
      const listen = (path: string, body: object = {}) => {
        if (path.endsWith('/outcomes') && 'error' in body) onArranged?.(String(body.error));
      };
      const tenant: InstitutionControl['tenant'] = async (method, path, body) => {
        listen(path, body);
        return (await demand(method, `/tenants/${clientCode}${path}`, body)).json;
      };
      return {
        send(method, path, body) {
          listen(path, body);
          return send(method, path, body);
        },
        tenant,
        receipt: async (receiptId) => (await demand('GET', `/receipts/${receiptId}`)).json,
        freeze: async () => Date.parse((await tenant('PUT', '/clock', { freeze: true })).now),
      };
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
