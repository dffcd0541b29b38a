import { beforeEach, expect, test, vi } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON } from '../../support/caller.js';

// However a client lets a secret or a token out, the journal does not show it.

let simulator: Simulator;
let tenant: TenantHandle;
let caller: Caller;
let token: string;

const PATH = '/SignDirectDebit/Request';
/** With both characters that base64url writes in another way. */
const SECRET = 'ab+/cdefghijklmnopqrstuvwxyz0123456789+/ABC=';
const bare = SECRET.slice(0, -1);
const urlSafe = bare.replaceAll('+', '-').replaceAll('/', '_');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const percent = (text: string) => [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');

beforeEach(async () => {
  simulator = await createSimulator({ now: () => NOON });
  tenant = await simulator.tenant({ secretKey: SECRET });
  caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant });
  token = (await caller.authorization()).slice('Bearer '.length);
});

type Leak = { target?: string; headers?: Record<string, string>; body?: string };

/** A call that lets something out, and what the journal then shows of all calls. */
async function shownAfter({ target = PATH, headers = {}, body }: Leak): Promise<string> {
  await tenant.clearCalls();
  if (body === undefined) await caller.get(target, headers);
  else await caller.post(target, body, headers);
  return JSON.stringify([
    await tenant.calls(),
    await tenant.findings(),
    await simulator.control.unnamedCalls(),
  ]);
}

/** No eight characters in a row of a secret are shown, in any of its spellings. */
function expectHidden(shown: string) {
  const spellings = [SECRET, urlSafe, encodeURIComponent(SECRET), percent(SECRET), token];
  // As JSON shows a backslash.
  const escaped = [...SECRET].map((char) => `\\\\u00${char.charCodeAt(0).toString(16)}`).join('');
  const inBase64 = [SECRET, token].flatMap((value) =>
    [0, 1, 2].map((at) => base64(`${'x'.repeat(at)}${value}`).slice(4, -4)),
  );
  for (const spelling of [...spellings, escaped, ...inBase64]) {
    for (let at = 0; at + 12 <= spelling.length; at += 1) {
      const part = spelling.slice(at, at + 12);
      if (shown.includes(part)) throw new Error(`${part} of ${spelling} is shown: ${shown}`);
    }
  }
}

const leaks: Readonly<Record<string, () => Leak>> = {
  'the secret in the path': () => ({ target: `/SignDirectDebit/Status/${encodeURIComponent(SECRET)}` }),
  'the secret in base64url in the path': () => ({ target: `/SignDirectDebit/Status/${urlSafe}` }),
  'the secret in a parameter of any name': () => ({ target: `${PATH}?k=${encodeURIComponent(SECRET)}` }),
  'the secret percent-encoded to the last letter': () => ({ target: `${PATH}?k=${percent(SECRET)}` }),
  'the secret percent-encoded twice': () => ({
    target: `${PATH}?k=${encodeURIComponent(encodeURIComponent(SECRET))}`,
  }),
  'the token in ?access_token=': () => ({ target: `${PATH}?access_token=${token}` }),
  'the token in a parameter of any name, its dot encoded': () => ({
    target: `${PATH}?x=${token.replace('.', '%2E')}`,
  }),
  'the token in the path': () => ({ target: `/SignDirectDebit/Status/${token}` }),
  'the token in another header': () => ({ headers: { 'x-trace': `call by ${token}` } }),
  'proxy-authorization': () => ({ headers: { 'proxy-authorization': `Basic ${base64(`me:${SECRET}`)}` } }),
  'a bare token as authorization': () => ({ headers: { authorization: token } }),
  'an unknown scheme': () => ({ headers: { authorization: `${token} Bearer` } }),
  'an API key': () => ({ headers: { 'x-api-key': 'k'.repeat(20) + bare } }),
  cookies: () => ({ headers: { cookie: `session=${token}` } }),
  'the bare token in a body': () => ({ body: token }),
  'the bare token in a body of a call without one': () => ({ body: token, headers: { authorization: '' } }),
  'the secret in a member of any name': () => ({
    body: JSON.stringify({ ...requestCMS(), PayLoad: SECRET }),
  }),
  'the secret with escaped slashes': () => ({
    body: JSON.stringify({ PayLoad: SECRET }).replaceAll('/', '\\/'),
  }),
  'the secret as \\u escapes': () => ({
    body: `{"PayLoad":"${[...SECRET].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')}"}`,
  }),
  'JSON in JSON, with escaped quotes': () => ({
    body: JSON.stringify({ log: JSON.stringify({ session_token: `${token}`, secretKey: SECRET }) }),
  }),
  'another secret in JSON in JSON': () => ({
    body: JSON.stringify({ log: JSON.stringify({ secretKey: `${urlSafe.slice(0, 15)}` }) }),
  }),
  'the secret in a form': () => ({ body: `a=b&client_secret=${encodeURIComponent(SECRET)}&c=d` }),
  'the secret in base64': () => ({ body: base64(SECRET) }),
  'the secret in base64, behind one letter': () => ({ body: base64(`:${SECRET}`) }),
  'the secret in base64, behind two letters': () => ({ body: base64(`a:${SECRET}:z`) }),
  'the token in base64': () => ({ body: base64(`u:${token}`) }),
  'the secret where what is shown is cut': () => ({ body: `${'x'.repeat(8180)}${SECRET}` }),
  'the token where what is shown is cut': () => ({ body: `${'x'.repeat(8000)}${token}` }),
  'the secret where what is kept is cut, in Korean': () => ({
    body: `${'가'.repeat(Math.floor((16_384 - 20) / 3))}${SECRET}`,
  }),
  'many secrets, and one where what is kept is cut': () => ({
    body: `${SECRET.repeat(372)}${SECRET}`,
  }),
};

test.each(Object.entries(leaks))('%s is not shown', async (_, leak) => {
  expectHidden(await shownAfter(leak()));
});

test('what is no secret is shown as it came', async () => {
  const body = JSON.stringify({ ...requestCMS(), Token: '동의합니다', PayLoad: 'a=b' });
  await shownAfter({
    target: `${PATH}?page=2`,
    body,
    headers: { 'x-note': 'signature of 홍시험'.slice(0, 12) },
  });
  const [call] = await tenant.calls();
  expect(call?.request.target).toBe(`${PATH}?page=2`);
  expect(call?.request.body).toBe(body);
  expect(call?.request.headers.authorization).toBe('Bearer ***');
  expect(call?.request.headers['x-kc-auth']).toBe(`${tenant.linkId} ***`);
});

test('a secret that was replaced stays hidden, as does that of a tenant that is gone', async () => {
  const own = await simulator.tenant({ secretKey: SECRET.toLowerCase() });
  const theirs = createCaller(simulator.fetch as typeof fetch, { credentials: own });
  await theirs.authorization();
  const next = 'b'.repeat(43);
  await own.change({ secretKey: `${next}=` });
  const leak = () => theirs.post(PATH, `${own.secretKey} ${next}`);
  await leak();
  const alive = await own.calls();
  await own.reset();
  await leak();
  const unproven = await own.calls();
  await own.delete();
  await leak();
  const late = await own.calls();
  for (const shown of [alive, unproven, late].map((calls) => JSON.stringify(calls))) {
    expect(shown).toContain('"*** ***"');
    expect(shown).not.toContain(own.secretKey.slice(0, 20));
    expect(shown).not.toContain(next);
  }
});

test("a call that named nobody shows nobody's secret", async () => {
  await caller.send('GET', `/nowhere?key=${urlSafe}`, { headers: { 'x-key': SECRET } });
  expectHidden(JSON.stringify(await simulator.control.unnamedCalls()));
});

test('a line of the log shows no secret of a URL', async () => {
  const written: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const logging = await createSimulator({ now: () => NOON, log: 'calls' });
  const own = await logging.tenant({ secretKey: SECRET });
  const { url } = await logging.listen();
  await fetch(`${url}/nowhere?k=${encodeURIComponent(own.secretKey)}&access_token=${token}`);
  await logging.close();
  write.mockRestore();
  // A path that is an operation is named by it; its query is in no line.
  expect(written.join('')).toContain(`/nowhere?k=***&access_token=***`);
  expectHidden(written.join(''));
});
