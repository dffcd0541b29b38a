// Raw calls for tests: signs with node:crypto alone, so that a mistake in the product's own signing can't hide.

import { createHash, createHmac } from 'node:crypto';
import { isUint8Array } from 'node:util/types';

export interface Credentials {
  readonly linkId: string;
  readonly secretKey: string;
  readonly clientCode: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever JSON came back
  readonly json: any;
}

export type FetchLike = (url: string, init?: RequestInit) => Promise<Response>;

export const TESTER: Credentials = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  clientCode: '020040000001',
};

/** The instant at which tests live: 2026-11-23 10:00:00 in Seoul. */
export const NOON = Date.parse('2026-11-23T01:00:00.000Z');

const sha256 = (body: string | Uint8Array) => createHash('sha256').update(body).digest('base64');
const hmac = (secretKey: string, text: string) =>
  createHmac('sha256', Buffer.from(secretKey, 'base64')).update(text).digest('base64');

export function createCaller(
  fetch: FetchLike,
  { credentials = TESTER, now = () => NOON, origin = 'http://sim.test' } = {},
) {
  let bearer: string | undefined;
  const date = () => new Date(now()).toISOString();

  const send = async (method: string, target: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(origin + target, { method, ...init });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  };

  const tokenInit = (
    body: string | Uint8Array,
    {
      date: at = date(),
      forwarded,
      headers = {},
    }: { date?: string; forwarded?: string; headers?: Record<string, string> } = {},
  ) => {
    const lines = [
      'POST',
      sha256(body),
      at,
      ...(forwarded === undefined ? [] : [forwarded]),
      '2.0',
      '/KAKAOCERT/Token',
    ];
    return {
      body: body as NonNullable<RequestInit['body']>,
      headers: {
        authorization: `LINKHUB ${credentials.linkId} ${hmac(credentials.secretKey, lines.join('\n'))}`,
        'x-lh-date': at,
        'x-lh-version': '2.0',
        'content-type': 'application/json',
        ...(forwarded === undefined ? {} : { 'x-lh-forwarded': forwarded }),
        ...headers,
      },
    };
  };

  const tokenBody = (changes: object = {}) =>
    JSON.stringify({ access_id: credentials.clientCode, scope: ['member', '310', '320', '330'], ...changes });

  const token = (changes: object = {}, options: Parameters<typeof tokenInit>[1] = {}) =>
    send('POST', '/KAKAOCERT/Token', tokenInit(tokenBody(changes), options));

  const authorization = async () => {
    bearer ??= (await token()).json.session_token as string;
    return `Bearer ${bearer}`;
  };

  return {
    send,
    token,
    tokenInit,
    tokenBody,
    /** A service GET with the session token. */
    async get(target: string, headers: Record<string, string> = {}) {
      return send('GET', target, { headers: { authorization: await authorization(), ...headers } });
    },
    /** A service POST, signed over exactly these bytes. */
    async post(target: string, body: object | string | Uint8Array, headers: Record<string, string> = {}) {
      const bytes = typeof body === 'string' || isUint8Array(body) ? body : JSON.stringify(body);
      const at = headers['x-lh-date'] ?? date();
      return send('POST', target, {
        body: bytes as NonNullable<RequestInit['body']>,
        headers: {
          authorization: await authorization(),
          'x-lh-date': at,
          'x-lh-version': '2.0',
          'x-kc-auth': `${credentials.linkId} ${hmac(credentials.secretKey, `POST\n${sha256(bytes)}\n${at}\n2.0\n`)}`,
          'content-type': 'application/json;charset=utf-8',
          ...headers,
        },
      });
    },
    control: (method: string, path: string, body?: object) =>
      send(method, `/_sim/v1${path}`, {
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    authorization,
    forget() {
      bearer = undefined;
    },
  };
}

export type Caller = ReturnType<typeof createCaller>;

/** Requests a CMS receipt and returns its id. */
export async function requested(caller: Caller, request: object): Promise<string> {
  const answer = await caller.post('/SignDirectDebit/Request', request);
  if (answer.status !== 200) throw new Error(`Request was refused: ${answer.text}`);
  return answer.json.receiptId as string;
}
