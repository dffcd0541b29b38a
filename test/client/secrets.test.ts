import { expect, test } from 'vitest';
import { createClient } from '../../client/index.js';
import {
  CODE,
  CREDENTIALS,
  createProvider,
  failure,
  json,
  NOW,
  refusal,
  request,
  type Seen,
} from './provider.js';

test('secrets stand in no error: neither in its texts nor in its JSON', async () => {
  const echo = (headers: Readonly<Record<string, string>>, status: number) =>
    new Response(`<h1>${headers.authorization} ${headers['x-kc-auth']}</h1>`, {
      status,
      headers: { 'content-type': `text/html; who="${headers.authorization}"` },
    });
  const token = 'session-token-of-thirty-characters';
  const cases = [
    { token: ({ headers }: Seen) => echo(headers, 500) },
    { request: ({ headers }: Seen) => echo(headers, 200) },
    {
      request: ({ headers }: Seen) => refusal(-1, 400, headers.authorization),
    },
    { token: () => json({ session_token: token, expiration: 'soon' }) },
    { request: ({ headers }: Seen) => Promise.reject(new Error(`sent ${headers.authorization}`)) },
  ];
  for (const answers of cases) {
    const provider = createProvider(answers);
    const client = createClient({ ...CREDENTIALS, now: () => NOW, fetch: provider.fetch });
    const error = (await failure(client.requestCMS(CODE, request))) as Error;
    const shown = `${error.stack} ${JSON.stringify(error)} ${String(error)}`;
    const sent = provider.seen.flatMap(({ headers }) => [
      headers.authorization?.split(' ').at(-1) ?? token,
      headers['x-kc-auth']?.split(' ').at(-1) ?? token,
    ]);
    for (const secret of [CREDENTIALS.secretKey, token, ...sent]) expect(shown).not.toContain(secret);
  }
});
