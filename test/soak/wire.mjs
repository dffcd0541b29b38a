// Calls that are pipelined, truncated, dripped, broken off or followed by garbage, at every door of a running simulator:
// no 5xx, no body that is not the provider's, no answer out of order, no exit, memory flat, and an end within the grace.
// Usage: node test/soak/wire.mjs [calls, 100000 unless given] [seed]. Runs dist/, against 127.0.0.1 alone.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';
import { load, root } from '../../tools/esbuild.mjs';

const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const CALLS = Number(process.argv[2] ?? 100_000);
const SEED = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const CONNECTIONS = 24;
/** Growth of the server allowed after its first quarter, bytes: pools and bounded memories fill up until then. */
const ALLOWED = 96 * 1024 * 1024;
/** No connection may take longer, ms. */
const PATIENCE = 20_000;
const HOST = 'kakaocert-api.linkhub.co.kr';

/** mulberry32: the same seed plays the same calls. */
let state = SEED;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
const upTo = (most) => Math.floor(random() * (most + 1));
const pick = (list) => list[upTo(list.length - 1)];

const program = spawn(
  process.execPath,
  [`${root}/dist/cli.js`, 'start', '--port=0', '--proxy-port=0', '--json', '--quiet'],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
let stderr = '';
program.stderr.setEncoding('utf8').on('data', (text) => {
  stderr = (stderr + text).slice(-10_000);
});
const [line] = await once(createInterface({ input: program.stdout }), 'line');
const ready = JSON.parse(line);
const portOf = (url) => Number(new URL(url).port);

/** A call and the status that answers it. `whole` is false for one that breaks the connection for those after it. */
const korean = JSON.stringify({ ReceiverName: '홍시험', TMSTitle: '출금동의 요청' });
const kinds = [
  () => call('GET', '/Time', 200),
  () => call('GET', '/KAKAOCERT/Point', 401),
  () => call('GET', `/SignDirectDebit/Status/${upTo(1e9)}`, 401),
  () => call('GET', `/nothing/${'%zz'.repeat(upTo(2))}`, 404),
  () => call('DELETE', '/Time', 405),
  () => call('POST', '/SignIdentity/Request', 401, korean),
  () => call('POST', '/KAKAOCERT/Token', 401, '{"access_id":"020040000001"}'),
  () => chunked('/SignToken/Request', 401, korean),
  () => call('POST', '/nothing', 404, 'x'.repeat(upTo(5000))),
];
const head = (method, target, more) => `${method} ${target} HTTP/1.1\r\nhost: ${HOST}\r\n${more}\r\n`;
const call = (method, target, status, body) => ({
  status,
  bytes: Buffer.from(
    body === undefined
      ? head(method, target, '')
      : head(
          method,
          target,
          `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`,
        ) + body,
  ),
});
const chunked = (target, status, body) => {
  const bytes = Buffer.from(body);
  const middle = upTo(bytes.length - 2) + 1;
  const piece = (part) =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  return {
    status,
    bytes: Buffer.concat([
      Buffer.from(head('POST', target, 'content-type: application/json\r\ntransfer-encoding: chunked\r\n')),
      piece(bytes.subarray(0, middle)),
      piece(bytes.subarray(middle)),
      Buffer.from('0\r\n\r\n'),
    ]),
  };
};

/** What comes after the calls of a connection. */
const endings = [
  ...Array(4).fill({ name: 'whole', spoil: (bytes) => bytes }),
  {
    name: 'truncated',
    spoil: (bytes) => bytes.subarray(0, bytes.length - 1 - upTo(Math.min(60, bytes.length - 2))),
  },
  {
    name: 'garbage',
    spoil: (bytes) => Buffer.concat([bytes, Buffer.from('\x00 garbage \xff\r\n\r\n', 'latin1')]),
  },
  {
    name: 'badChunk',
    spoil: (bytes) =>
      Buffer.concat([
        bytes,
        Buffer.from(`${head('POST', '/SignToken/Request', 'transfer-encoding: chunked\r\n')}zz\r\n`),
      ]),
  },
  {
    name: 'shortLength',
    spoil: (bytes) =>
      Buffer.concat([
        bytes,
        Buffer.from(
          `${head('POST', '/SignIdentity/Request', `content-length: ${korean.length}\r\n`)}${korean}`,
        ),
      ]),
    extra: 401,
  },
];

async function plain(port) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}
async function tunnel(port) {
  const socket = await plain(portOf(ready.proxy));
  socket.write(`CONNECT ${HOST}:${port} HTTP/1.1\r\nhost: ${HOST}:${port}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}
async function secure(socket) {
  const over = connectTls({ socket, ca: ready.tlsCa, servername: HOST });
  await once(over, 'secureConnect');
  return over;
}
const doors = [
  ...Array(12).fill(() => plain(portOf(ready.url))),
  ...Array(4).fill(() => plain(portOf(ready.proxy))),
  ...Array(2).fill(() => tunnel(80)),
  async () => secure(await plain(portOf(ready.tls))),
  async () => secure(await tunnel(443)),
];

/** The answers in a text, in order; the last one may not be whole. */
function answersIn(bytes) {
  const answers = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end < 0) break;
    const text = bytes.toString('latin1', at, end);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? Number.NaN);
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
    const body = bytes.toString('utf8', end + 4, end + 4 + length);
    const isWhole = bytes.length >= end + 4 + length;
    answers.push({ status, body, isWhole, text });
    at = end + 4 + length;
  }
  return answers;
}

const isOurs = ({ status, body }) => {
  if (status === 200) return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(body);
  try {
    const { code, message, ...rest } = JSON.parse(body);
    return (
      Number.isInteger(code) && code < 0 && typeof message === 'string' && Object.keys(rest).length === 0
    );
  } catch {
    return false;
  }
};

let sent = 0;
const faults = [];

async function visit(open) {
  const calls = Array.from({ length: 1 + upTo(5) }, () => pick(kinds)());
  const ending = pick(endings);
  const bytes = ending.spoil(Buffer.concat(calls.map((one) => one.bytes)));
  sent += calls.length;
  const expected = [
    ...calls.map(({ status }) => status),
    ...(ending.extra === undefined ? [] : [ending.extra]),
  ];
  if (ending.name === 'truncated') expected.pop();
  const breaksOff = random() < 0.25;
  const socket = await open();
  socket.on('error', () => {});
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // Not `once`: it would reject by an error that comes while the bytes still drip, and nobody waits for it then.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const timer = setTimeout(() => {
    faults.push(
      `no end within ${PATIENCE} ms: ${ending.name} ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`,
    );
    socket.destroy();
  }, PATIENCE);
  const drips = random() < 0.3;
  const upto = breaksOff ? upTo(bytes.length) : bytes.length;
  for (let at = 0; at < upto && !socket.destroyed; ) {
    const size = drips ? 1 + upTo(40) : upto;
    socket.write(bytes.subarray(at, Math.min(upto, at + size)));
    at += size;
    if (drips) await new Promise(setImmediate);
  }
  if (breaksOff) socket.destroy();
  else socket.end();
  await closed;
  clearTimeout(timer);
  judge({ ending: ending.name, expected, answers: answersIn(Buffer.concat(chunks)), breaksOff, bytes });
}

function judge({ ending, expected, answers, breaksOff, bytes }) {
  const say = (what) =>
    faults.push(
      `${what}: ${ending}${breaksOff ? ', broken off' : ''}; expected ${expected.join(' ')}, came ${answers.map(({ status }) => status).join(' ')}\n  ${JSON.stringify(bytes.toString('latin1').slice(0, 600))}`,
    );
  answers.forEach((answer, at) => {
    if (answer.status >= 500) say(`a 5xx (${answer.body})`);
    // Garbage, and a call that never came whole, may be told in the end; nothing comes after that.
    const isLast = at === answers.length - 1;
    const mayBeTold = ending !== 'whole' && isLast && [400, 408].includes(answer.status);
    if (answer.status !== expected[at] && !mayBeTold) say(`answer ${at} is out of order`);
    if (answer.isWhole && !isOurs(answer))
      say(`a body that is not the provider's (${answer.body.slice(0, 200)})`);
  });
  if (!breaksOff && answers.length < expected.length) say('an answer is missing');
}

const rss = () => {
  const pages = Number(readFileSync(`/proc/${program.pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4096;
};
const hasProc = process.platform === 'linux';

let base = 0;
let mark = CALLS / 10;
async function lane() {
  while (sent < CALLS && faults.length < 10 && program.exitCode === null) {
    await visit(pick(doors)).catch((error) => faults.push(`a connection failed: ${error.message}`));
    if (sent < mark) continue;
    mark += CALLS / 10;
    if (base === 0 && sent >= CALLS / 4 && hasProc) base = rss();
    console.log(`${sent} calls, ${hasProc ? (rss() / 1e6).toFixed(0) : '?'} MB`);
  }
}

console.log(`seed ${SEED}`);
await Promise.all(Array.from({ length: CONNECTIONS }, lane));
if (program.exitCode !== null) faults.push(`the simulator ended with ${program.exitCode}`);
if (hasProc && base > 0 && rss() - base > ALLOWED)
  faults.push(`it grew by ${((rss() - base) / 1e6).toFixed(0)} MB`);

// Connections that say nothing, or half of something, must not hold up the end.
const idle = await Promise.all([
  plain(portOf(ready.url)),
  plain(portOf(ready.tls)),
  plain(portOf(ready.proxy)),
]);
for (const socket of idle) {
  socket.on('error', () => {});
  socket.write('POST /SignIdentity/Request HTTP/1.1\r\nhost: x\r\ncontent-le');
}
const ended = once(program, 'exit');
const asked = performance.now();
program.kill('SIGTERM');
const giveUp = setTimeout(() => program.kill('SIGKILL'), 15_000);
const [code, signal] = await ended;
clearTimeout(giveUp);
const took = performance.now() - asked;
for (const socket of idle) socket.destroy();
if (code !== 0) faults.push(`SIGTERM ended it with ${code ?? signal} after ${took.toFixed(0)} ms`);
if (took > 10_000) faults.push(`it took ${took.toFixed(0)} ms to end`);
if (stderr !== '') faults.push(`it wrote to stderr: ${stderr}`);
for (const fault of faults) console.error(fault);
console.log(`${sent} calls, ${faults.length} faults, ended in ${took.toFixed(0)} ms, seed ${SEED}`);
process.exitCode = faults.length > 0 ? 1 : 0;
