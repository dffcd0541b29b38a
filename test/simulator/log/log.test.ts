import { connect } from 'node:net';
import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createFastifyDoor } from '../../../simulator/doors/fastify.js';
import { createFetch } from '../../../simulator/doors/fetch.js';
import { createEngine } from '../../../simulator/engine.js';
import { cellsOf } from '../../../simulator/log/cells.js';
import { maskedPerson } from '../../../simulator/log/line.js';
import { startLog } from '../../../simulator/log/log.js';
import type { LogMode } from '../../../simulator/log/log-mode.js';
import { nextTurn } from '../../../simulator/store/turn.js';
import { createWorld } from '../../../simulator/world/world.js';
import { type Caller, createCaller, type FetchLike, NOON, requested, TESTER } from '../../support/caller.js';
import { portOf } from '../../support/connections.js';

// What a person at the terminal reads.

let written: string;
let engine: ReturnType<ReturnType<typeof createEngine>>;
let caller: Caller;
const access = { allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null };

function begin(mode: Exclude<LogMode, 'none'> = 'calls', env: NodeJS.ProcessEnv = {}, isTTY = false) {
  written = '';
  const world = createWorld({ now: () => NOON });
  const stream = {
    isTTY,
    hasColors: () => isTTY,
    writableLength: 0,
    once: () => stream,
    on: () => stream,
    write(text: string) {
      written += text;
      return true;
    },
  } as unknown as NodeJS.WriteStream;
  const log = startLog(world, mode, { stream, env, self: './kakaocert-simulator' });
  engine = createEngine(world)(access);
  caller = createCaller(createFetch(engine) as FetchLike, { now: () => NOON });
  return log;
}

/** The lines that are written by now. */
async function lines(): Promise<readonly string[]> {
  await nextTurn();
  await nextTurn();
  const all = written.split('\n').slice(0, -1);
  written = '';
  return all;
}

beforeEach(() => {
  begin();
});

test('nothing of a caller moves the cursor or ends a line, not even in the JSON of the log', async () => {
  begin('json');
  const odd = 'a\u001b[2J\u009b31m\u007f\u202e\u2028b';
  await requested(caller, requestCMS({ TMSMessage: odd }));
  const written = await lines();
  expect(written.join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
  const receipt = written.map((line) => JSON.parse(line)).find(({ event }) => event === 'receipt');
  expect(receipt.data.request.TMSMessage).toBe(odd);
});

test('a call is a line: time, status, operation, receipt, person, and what came of it', async () => {
  const id = await requested(caller, requestCMS({ ReceiverName: '홍길동', ReceiverHP: '01000001234' }));
  const [token, request] = await lines();
  expect(token).toMatch(/^\d\d:\d\d:\d\d\.000 {2}200 {2}token$/);
  expect(request).toMatch(
    /^\d\d:\d\d:\d\d\.000 {2}200 {2}requestCMS +\d{18} {2}홍\*동 010\*{4}1234 +waiting: /,
  );
  expect(request).toContain(`./kakaocert-simulator sign ${id}`);
  await caller.control('POST', `/receipts/${id}/sign`);
  await caller.get(`/SignDirectDebit/Status/${id}`);
  await caller.get(`/SignDirectDebit/Verify/${id}`);
  const [state, verify] = await lines();
  expect(state).toMatch(/getCMSState .* signed$/);
  expect(verify).toMatch(/verifyCMS .* verified$/);
});

test('columns line up in cells, whatever the name', async () => {
  await requested(caller, requestCMS({ ReceiverName: '홍길동' }));
  await requested(caller, requestCMS({ ReceiverName: 'Hong' }));
  const [korean = '', latin = ''] = (await lines()).filter((line) => line.includes('waiting'));
  const upTo = (line: string) => cellsOf(line.slice(0, line.indexOf('waiting')));
  expect(upTo(korean)).toBe(upTo(latin));
});

test('a simulator at another address is named in the command', async () => {
  begin().listensAt('http://127.0.0.1:1234');
  const id = await requested(caller, requestCMS());
  expect((await lines()).at(-1)).toContain(`sign ${id} --url http://127.0.0.1:1234`);
});

test('a refusal has its error id, and the reason under it; in Korean where the system is', async () => {
  const wrong = (at: string) => caller.token({}, { date: at });
  await wrong('2026-11-23T01:20:00Z');
  const [line, why] = await lines();
  expect(line).toMatch(/ 401 {2}token +auth\.dateWindow$/);
  expect(why).toMatch(/^ {14}x-lh-date is 1200 s ahead of/);
  begin('calls', { LANG: 'ko_KR.UTF-8' });
  await wrong('2026-11-23T01:20:00Z');
  expect((await lines())[1]).toMatch(/빠릅니다/);
});

test('a path that is no operation is shown as it came, harmless and without secrets', async () => {
  await caller.send('GET', `/nowhere%1b[2J?secretKey=${TESTER.secretKey}`);
  const [line] = await lines();
  expect(line).toMatch(/ 404 {2}GET \/nowhere.* path\.unknown$/);
  expect(line).not.toContain(TESTER.secretKey);
});

test('each finding is told once', async () => {
  for (let n = 0; n < 6; n += 1) await caller.token();
  const found = (await lines()).filter((line) => line.includes('finding '));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/finding token\.notReused {2}\S/);
});

test('json is the events, one a line', async () => {
  begin('json');
  await requested(caller, requestCMS());
  const events = (await lines()).map((line) => JSON.parse(line));
  expect(events.map(({ event }) => event)).toEqual(['call', 'receipt', 'call']);
  expect(events[0]).toMatchObject({
    id: expect.stringMatching(/-1$/),
    data: { operation: 'token', why: null },
  });
});

test('it speaks the language that was asked for, whatever the system says', async () => {
  const world = createWorld({ now: () => NOON });
  let said = '';
  const stream = {
    writableLength: 0,
    write(text: string) {
      said += text;
      return true;
    },
  } as unknown as NodeJS.WriteStream;
  startLog(world, 'calls', { stream, env: { LANG: 'en_US.UTF-8' }, language: 'ko', self: 'sim' });
  const own = createCaller(createFetch(createEngine(world)(access)) as FetchLike, { now: () => NOON });
  await own.token({}, { date: '2026-11-23T01:20:00Z' });
  await nextTurn();
  await nextTurn();
  expect(said).toMatch(/빠릅니다/);
});

test('colours are for terminals', async () => {
  await caller.token();
  expect((await lines()).join('')).not.toContain('\u001b');
  begin('calls', {}, true);
  await caller.token();
  expect((await lines()).join('')).toContain('\u001b[32m200');
});

test('https to the http port never becomes a call: the log says what to do', async () => {
  const door = createFastifyDoor(engine);
  const url = await door.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect({ port: portOf(url), host: '127.0.0.1' });
  // The head of a ClientHello.
  socket.write(Buffer.from('16030100050100000100', 'hex'));
  await new Promise((resolve) => socket.once('data', resolve));
  expect((await lines()).join('')).toMatch(/^kakaocert-simulator: somebody spoke TLS .*http:\/\//);
  socket.destroy();
  await door.close();
});

test.each([
  ['홍길동', '01000005678', '홍*동 010****5678'],
  ['김수', '01000000001', '김* 010****0001'],
  ['제임스본드', '', '제***드'],
  [undefined, undefined, ''],
])('%s %s is shown as %s', (name, phone, shown) => {
  expect(maskedPerson(name, phone)).toBe(shown);
});
