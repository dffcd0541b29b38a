// A provider in a few lines: answers every operation well until a test tells it otherwise, and remembers what it saw.
// It is no simulator: it checks nothing, so that tests of the client depend on the client alone.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, createClient } from '../../client/index.js';
import { requestCMS } from '../../fixtures/requests.js';

export const NOW = Date.parse('2022-05-04T01:00:38.000Z');
export const RECEIPT_ID = '022050410003800001';
export const CODE = '020040000001';
/** Printed in every official example (protocol.md §0). */
export const CREDENTIALS = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
} as const;

export interface Seen {
  readonly operation: 'token' | 'time' | 'request' | 'state' | 'verify';
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const json = (value: unknown, status = 200) =>
  new Response(typeof value === 'string' ? value : JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json' },
  });
export const refusal = (code: number, status = 400, message = '거절') => json({ code, message }, status);

export const tokenAnswer = (changes: object = {}) => ({
  session_token: 'session-token-of-thirty-characters',
  serviceID: 'KAKAOCERT',
  linkID: 'TESTER',
  usercode: CODE,
  ipaddress: '127.0.0.1',
  expiration: new Date(NOW + 30 * 60_000).toISOString(),
  scope: ['member', '310', '320', '330'],
  ...changes,
});

export const stateAnswer = (changes: object = {}) => ({
  receiptID: RECEIPT_ID,
  regDT: '20220504100038',
  state: 1,
  expires_in: 60,
  callCenterNum: '1600-8536',
  callCenterName: null,
  allowSimpleRegistYN: false,
  verifyNameYN: true,
  payload: null,
  requestDT: '20220504100038',
  expireDT: '20220504100138',
  clientCode: CODE,
  clientName: '시험이용기관',
  tmstitle: '제목',
  tmsmessage: null,
  subClientName: null,
  subClientCode: null,
  viewDT: null,
  completeDT: '20220504100048',
  verifyDT: null,
  appUseYN: false,
  tx_id: null,
  ...changes,
});

export const verifyAnswer = (changes: object = {}) => ({
  receiptId: RECEIPT_ID,
  signedData: 'MIAGCSqGSIb3DQEHAqCAMIACAQE',
  ...changes,
});

export const request = requestCMS({ isAllowSimpleRegistYN: false, isVerifyNameYN: false, PayLoad: '' });

type Answerer = (seen: Seen, count: number) => Response | Promise<Response>;

/** Answers with `answers[operation]`, whose count starts at 1. */
export function createProvider(answers: Partial<Record<Seen['operation'], Answerer>> = {}) {
  const seen: Seen[] = [];
  const count = (operation: Seen['operation']) => seen.filter((one) => one.operation === operation).length;
  const good: Record<Seen['operation'], Answerer> = {
    token: () => json(tokenAnswer()),
    time: () => new Response('2022-05-04T01:00:38Z'),
    request: () => json({ receiptId: RECEIPT_ID, tx_id: null }),
    state: () => json(stateAnswer()),
    verify: () => json(verifyAnswer()),
  };
  const answer = async (call: Omit<Seen, 'operation'>) => {
    const operation = operationOf(call.path);
    const one = { ...call, operation };
    seen.push(one);
    return (answers[operation] ?? good[operation])(one, count(operation));
  };
  return {
    seen,
    count,
    /** The only call of this operation. */
    only(operation: Seen['operation']): Seen {
      const found = seen.filter((one) => one.operation === operation);
      if (found.length !== 1 || found[0] === undefined)
        throw new Error(`${found.length} calls of ${operation}`);
      return found[0];
    },
    fetch: async (input: string, init: RequestInit = {}): Promise<Response> => {
      const url = new URL(input);
      return answer({
        origin: url.origin,
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        headers: Object.fromEntries(new Headers(init.headers)),
        body: String(init.body ?? ''),
      });
    },
  };
}

/** A client of such a provider. Its clock stands at NOW until the test moves it; sleeping takes no time. */
export function start(
  answers: Parameters<typeof createProvider>[0] = {},
  options: Partial<ClientOptions> = {},
) {
  const provider = createProvider(answers);
  const clock = { now: NOW };
  const slept: number[] = [];
  const client = createClient({
    ...CREDENTIALS,
    now: () => clock.now,
    sleep: async (ms) => slept.push(ms),
    fetch: provider.fetch,
    ...options,
  });
  return { provider, clock, slept, client };
}

function operationOf(path: string): Seen['operation'] {
  if (path === '/KAKAOCERT/Token') return 'token';
  if (path === '/Time') return 'time';
  const word = path.split('/')[2];
  return word === 'Request' ? 'request' : word === 'Status' ? 'state' : 'verify';
}

/** Serves on loopback for as long as `use` runs. Token and Time are answered well; `listener` gets the rest. */
export async function serving<T>(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    if (incoming.url === '/KAKAOCERT/Token') {
      response.end(JSON.stringify(tokenAnswer()));
      return;
    }
    listener(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The error that a promise rejects with; fails if it doesn't. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}
