import { beforeEach, describe, expect, test } from 'vitest';
import { runVerb } from '../../cli/verbs/run.js';
import { type VerbName, verbNames } from '../../cli/verbs/table.js';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator, type Simulator } from '../../simulator/index.js';
import { createCaller, NOON, requested } from '../support/caller.js';

// Each verb against a simulator in process, as somebody types it.

let simulator: Simulator;
let caller: ReturnType<typeof createCaller>;

beforeEach(async () => {
  simulator = await createSimulator({ now: () => NOON });
  caller = createCaller(simulator.fetch);
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly opened: readonly string[];
}

async function type(
  line: string,
  {
    fetch = simulator.fetch,
    env = {},
    browser = true,
  }: { fetch?: typeof simulator.fetch; env?: NodeJS.ProcessEnv; browser?: boolean } = {},
): Promise<Ran> {
  const [name = '', ...argv] = line.split(' ');
  const said = { out: '', err: '' };
  const opened: string[] = [];
  const code = await runVerb(name as VerbName, argv, {
    env,
    fetch,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    browse: async (url) => {
      opened.push(url);
      return browser;
    },
  });
  return { code, ...said, opened };
}

const asks = (changes: object = {}) => requested(caller, requestCMS(changes));
const shown = async (id: string) => (await caller.control('GET', `/receipts/${id}`)).json;
const state = async (id: string) => (await shown(id)).state;

test('receipts is a table, newest first; --json is what the route answers', async () => {
  expect((await type('receipts')).out).toBe('No receipts.\n');
  const first = await asks({ ReceiverName: '홍시험', ReceiverHP: '01000000000' });
  const second = await asks({ ReceiverName: 'Kim Shihum', ReceiverHP: '01000000000' });
  const { code, out } = await type('receipts');
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^RECEIPT +STATE +SERVICE +PERSON +TITLE +REQUESTED \(KST\) +NEXT$/);
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual([second, first]);
  expect(lines[1]).toMatch(
    / waiting +cms +Kim Shihum 01000000000 .* 2026-11-23 10:00:00 +view, sign, expire$/,
  );
  const { receipts } = JSON.parse((await type('receipts --json --limit 1')).out);
  expect(receipts.map(({ receiptId }: { receiptId: string }) => receiptId)).toEqual([second]);
});

test('Hangul takes two cells, and the columns line up', async () => {
  await asks({ ReceiverName: '홍시험' });
  await asks({ ReceiverName: 'Kim' });
  const [, latin = '', hangul = ''] = (await type('receipts')).out.split('\n');
  const before = (line: string) => line.slice(0, line.indexOf('2026-'));
  const cells = (text: string) => text.length + (text.match(/[가-힣]/g) ?? []).length;
  expect(cells(before(hangul))).toBe(cells(before(latin)));
});

test('what a client wrote moves no cursor', async () => {
  await asks({ ReceiverName: 'a\u001b[2Jb' });
  for (const line of ['receipts', 'receipt --last']) expect((await type(line)).out).not.toContain('\u001b');
});

test('a long list says how to go on', async () => {
  const ids = [await asks(), await asks()];
  const { out } = await type('receipts --limit 1');
  expect(out).toContain(`There are older ones: --after ${ids[1]}, or --limit.`);
  expect((await type(`receipts --after ${ids[1]}`)).out).toContain(`${ids[0]}`);
});

test('receipts are filtered by what the route takes', async () => {
  const id = await asks({ ReceiverHP: '01000000777' });
  await asks();
  expect((await type('receipts --receiver-hp 010-0000-0777')).out.split('\n')[1]).toContain(id);
  expect((await type('receipts --state signed')).out).toBe('No receipts.\n');
  expect((await type('receipts --client-code 020040009999')).out).toBe('No receipts.\n');
  expect((await type('receipts --state sined')).err).toMatch(/state: "sined" is none of waiting, signed/);
});

test('view, sign and expire are the person with the phone; --last is the newest receipt', async () => {
  const older = await asks();
  const newer = await asks();
  expect((await type('view --last')).out).toBe(
    `${newer}  waiting, viewed, expires 2026-11-23 10:05:00 KST\n`,
  );
  expect((await type('sign --last')).out).toBe(`${newer}  signed, verify until 2026-11-23 10:30:00 KST\n`);
  expect((await type(`expire ${older}`)).out).toBe(`${older}  expired\n`);
  expect([await state(newer), await state(older)]).toEqual([1, 2]);
  expect((await type('receipt --last')).out).toMatch(/^receipt +\d{18}\nstate +1 signed\n/);
});

test('--last with --client-code is the newest of that tenant', async () => {
  const mine = await asks();
  const tenant = await simulator.tenant();
  const other = createCaller(simulator.fetch, { credentials: tenant });
  await requested(other, requestCMS());
  expect((await type('sign --last --client-code 020040000001')).out).toContain(mine);
});

test('where nothing of that name is there, it says which verb lists what is', async () => {
  const noReceipt = await type('sign 026112310000000001');
  expect([noReceipt.code, noReceipt.err]).toEqual([1, expect.stringMatching(/; "receipts" lists them\.\n$/)]);
  expect((await type('calls --client-code 029999999999')).err).toMatch(/; "tenants" lists them\.\n$/);
  expect((await type('calls --client-code 029999999999 --language ko')).err).toContain('목록은 "tenants"로');
});

test('cancel is the app: it comes back without a signature', async () => {
  const id = await asks({ isAppUseYN: true });
  expect((await type(`cancel ${id} --code 4006`)).out).toContain('waiting, the app said 4006');
  expect((await shown(id)).appResult.code).toBe(4006);
});

test('a refusal is one line with what can come next, exit code 1', async () => {
  const id = await asks();
  await type(`sign ${id}`);
  const again = await type(`sign ${id}`);
  expect(again.code).toBe(1);
  expect(again.err).toBe(
    `kakaocert-simulator sign: The receipt is signed: it can't take "sign". What can come next: verify.\n`,
  );
  // Whoever said --last does not know which one it was.
  expect((await type('sign --last')).err).toContain(` sign: ${id}: The receipt is signed`);
  const json = await type(`sign ${id} --json`);
  expect([json.code, JSON.parse(json.out).status, JSON.parse(json.out).next]).toEqual([1, 409, ['verify']]);
  for (const line of ['sign 000000000000000000', 'receipts --state x', 'clock --set 2020-01-01T00:00:00Z']) {
    expect((await type(`${line} --language ko`)).err).toMatch(/^kakaocert-simulator \w+: [가-힣]+/);
  }
  const korean = await type(`sign ${id} --language ko`);
  expect(korean.err).toContain('가능한 다음 동작: verify');
  expect((await type('sign 000000000000000000')).err).toContain('There is no receipt "000000000000000000"');
});

test('clock shows the time and moves it', async () => {
  expect((await type('clock')).out).toBe(
    '020040000001  2026-11-23T01:00:00.000Z  (2026-11-23 10:00:00 KST)\n',
  );
  expect((await type('clock --advance PT5M')).out).toContain('2026-11-23T01:05:00.000Z');
  expect((await type('clock --freeze')).out).toContain(', frozen\n');
  expect((await type('clock --freeze false')).out).not.toContain('frozen');
  expect((await type('clock --set 2026-12-01T00:00:00Z --json')).out).toBe(
    '{"now":"2026-12-01T00:00:00.000Z","frozen":false}\n',
  );
  const back = await type('clock --set 2026-11-01T00:00:00Z');
  expect([back.code, back.err]).toEqual([1, expect.stringContaining('moves forward only')]);
});

test('outcome and fault arrange the next calls', async () => {
  const arranged = await type('outcome requestCMS --error person.notMember --times 2');
  expect(arranged.out).toBe('The next 2 calls of requestCMS get {"error":"person.notMember"}\n');
  expect((await caller.post('/SignDirectDebit/Request', requestCMS())).status).toBe(400);
  const own = await type('outcome requestCMS --error {"code":-99,"message":"x"} --times 1');
  expect(own.code).toBe(0);
  const late = await type('fault verifyCMS delay --delay PT3S --json');
  expect(JSON.parse(late.out)).toMatchObject({ fault: 'delay', delay: { ms: 3000 }, times: 1 });
  const rewrite = await type('fault requestCMS rewrite --omit tx_id,receiptId --probability 0.5 --json');
  expect(JSON.parse(rewrite.out)).toMatchObject({ omit: ['tx_id', 'receiptId'], probability: 0.5 });
  const wrong = await type('fault verifyCMS slow');
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/"slow" is none of delay, drop/)]);
});

test('calls, findings and tenants are tables; reset empties what it says', async () => {
  await caller.post('/SignDirectDebit/Request', requestCMS({ ReceiverHP: '' }));
  await createCaller(simulator.fetch, {
    credentials: { linkId: 'NOBODY', secretKey: 'AAAA', clientCode: '1' },
  })
    .authorization()
    .catch(() => undefined);
  const { out } = await type('calls');
  expect(out).toMatch(/400 +requestCMS +field\.ReceiverHP\.required/);
  expect((await type('calls --unnamed')).out).toMatch(/ 401 +token +auth\./);
  await caller.post('/SignDirectDebit/Request', requestCMS({ ReceiverHP: '010-0000-0000' }));
  expect((await type('findings')).out).toMatch(
    /phone\.hyphens +requestCMS +ReceiverHP +\d+ +ReceiverHP is digits/,
  );
  expect((await type('tenants')).out).toMatch(/020040000001 +시험이용기관 +TESTER +SwWx\S+ +manual/);
  expect((await type('reset')).out).toContain(
    '020040000001: receipts, arrangements and journal are dropped.',
  );
  expect((await type('reset --json')).out).toBe('{}\n');
  expect((await type('calls')).out).toContain('No calls of 020040000001.');
});

test('a long list of tenants says how to go on', async () => {
  const { clientCode } = await simulator.tenant();
  expect((await type('tenants --limit 1')).out).toContain(`There are older ones: --after ${clientCode}`);
});

test('open opens the console, or the phone of a number; it prints the address where no browser opens', async () => {
  expect(await type('open')).toMatchObject({ code: 0, out: '', opened: ['http://127.0.0.1:9080/_sim/'] });
  expect((await type('open 01000000000')).opened).toEqual(['http://127.0.0.1:9080/_sim/phone/01000000000']);
  expect((await type('open', { browser: false })).out).toBe('http://127.0.0.1:9080/_sim/\n');
});

describe('where it goes', () => {
  test.each([
    ['receipts', {}, 'http://127.0.0.1:9080/'],
    ['receipts --url http://sim.internal:9090/', {}, 'http://sim.internal:9090/'],
    ['receipts --url localhost:9090', {}, 'http://localhost:9090/'],
    ['receipts --url http://gateway/sim/_sim/v1', {}, 'http://gateway/sim/'],
    ['receipts', { KAKAOCERT_SIM_URL: 'http://127.0.0.1:7777' }, 'http://127.0.0.1:7777/'],
  ])('%s %j', async (line, env, start) => {
    const called: string[] = [];
    const fetch: typeof simulator.fetch = (input, init) => {
      called.push(String(input));
      return simulator.fetch(input, init);
    };
    await type(line, { env, fetch });
    expect(called[0]).toBe(`${start}_sim/v1/receipts?limit=20`);
  });

  test('the token of the flag or of the variable is sent', async () => {
    const sent: unknown[] = [];
    const fetch: typeof simulator.fetch = (input, init) => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return simulator.fetch(input, init);
    };
    await type('receipts --control-token one', { fetch });
    await type('receipts', { fetch, env: { KAKAOCERT_SIM_TOKEN: 'two' } });
    await type('receipts', { fetch });
    expect(sent).toEqual(['Bearer one', 'Bearer two', null]);
  });
});

describe('what went wrong is one line with what to do', () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code } });
  };
  const answering =
    (status: number, body: string, type = 'text/html') =>
    async () =>
      new Response(body, { status, headers: { 'content-type': type } });

  test.each<[string, typeof simulator.fetch, number, RegExp]>([
    [
      'nobody listens',
      failing('ECONNREFUSED'),
      2,
      /nobody listens at http:\/\/127\.0\.0\.1:9080; start one with ".+ start", or .*--url or KAKAOCERT_SIM_URL\.$/,
    ],
    ['no such host', failing('ENOTFOUND'), 2, /there is no host "127\.0\.0\.1"/],
    ['http, not https', failing('ERR_SSL_WRONG_VERSION_NUMBER'), 2, /speaks http, not https/],
    ['another failure', failing('EPIPE'), 2, /can't be reached \(EPIPE\)/],
    ['a web page', answering(200, '<html>'), 2, /answers, but is no kakaocert-simulator; say where it is/],
    ['a page that is not there', answering(404, 'Not found'), 2, /is no kakaocert-simulator/],
    ['a redirect', answering(302, ''), 2, /is no kakaocert-simulator/],
    ['JSON of somebody else', answering(200, '{"a":1}', 'application/json'), 2, /is no kakaocert-simulator/],
    [
      'an error of somebody else',
      answering(401, '{"error":"x"}', 'application/json'),
      2,
      /is no kakaocert-simulator/,
    ],
    [
      'the token is missing',
      answering(401, '{"type":"about:blank","status":401,"title":"","detail":"x"}'),
      1,
      /token is missing or wrong; give --control-token or KAKAOCERT_SIM_TOKEN/,
    ],
  ])('%s', async (_, fetch, code, message) => {
    const ran = await type('receipts', { fetch });
    expect([ran.code, ran.out, ran.err.split('\n').length]).toEqual([code, '', 2]);
    expect(ran.err.trimEnd()).toMatch(message);
    const korean = await type('receipts', { fetch, env: { LANG: 'ko_KR.UTF-8' } });
    expect(korean.err).toMatch(/[가-힣]{2}/);
  });

  test.each([
    ['sign', /which receipt\? Give its id, or --last/],
    ['sign 1 --last', /give the receipt's id "1" or --last, not both/],
    ['sign 1 2', /"2" is more than it takes/],
    ['clock advance PT5M', /"advance" is a flag: give --advance PT5M/],
    ['receipts --nope', /Unknown option '--nope'/],
    ['receipts --url ftp://x', /--url: "ftp:\/\/x" is no address/],
    ['receipts --language fr', /--language: "fr" is none of en, ko/],
    ['outcome requestCMS --error {', /--error: it is no JSON/],
  ])('%s: exit code 2, and nothing is called', async (line, message) => {
    const ran = await type(line, { fetch: () => Promise.reject(new Error('called')) });
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(message);
  });
});

test.each(verbNames)('%s speaks Korean when the system does', async (name) => {
  await asks();
  const { verbHelp } = await import('../../cli/verbs/run.js');
  for (const line of verbHelp(name, 'ko').split('\n').slice(0, -2)) expect(line).toMatch(/[가-힣]/);
  const says = { outcome: 'requestCMS --error person.notMember', fault: 'verifyCMS drop', cancel: '--last' };
  const rest =
    says[name as keyof typeof says] ?? (['receipt', 'view', 'sign', 'expire'].includes(name) ? '--last' : '');
  const { out, err } = await type(`${name} ${rest}`.trim(), {
    env: { LC_ALL: 'ko_KR.UTF-8' },
    browser: true,
  });
  if (name !== 'open' && name !== 'clock') expect(out + err).toMatch(/[가-힣]/);
});
