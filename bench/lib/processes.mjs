// Child processes: started, asked for their CPU time, and ended by their own pid, also when the bench is interrupted.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const children = new Set();
const endAll = () => {
  for (const child of children) child.kill('SIGKILL');
};
process.once('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

function track(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Ends a child by its pid, first politely. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const hurry = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(hurry);
}

/** Starts a server that prints one JSON line with its `url` when it listens. */
export async function startServer(argv, { env = {} } = {}) {
  const child = track(
    spawn(process.execPath, argv, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...env, NODE_OPTIONS: '' },
    }),
  );
  const line = await firstLine(child);
  const { url } = JSON.parse(line);
  return { pid: child.pid, port: Number(new URL(url).port), stop: () => stop(child) };
}

/** Starts any other server (a peer); the caller finds out when it is ready. */
export function startCommand(command, argv, options = {}) {
  const child = track(spawn(command, argv, { stdio: 'ignore', ...options }));
  let fault;
  child.once('error', (error) => {
    fault = error;
  });
  return {
    pid: child.pid,
    stop: () => stop(child),
    fault: () => fault ?? (child.exitCode === null ? undefined : new Error(`ended with ${child.exitCode}`)),
  };
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (code) => reject(new Error(`the server ended with ${code} before it was ready`));
    child.once('exit', fail);
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      child.off('exit', fail);
      child.stdout.removeAllListeners('data').resume();
      resolve(text.slice(0, text.indexOf('\n')));
    });
  });
}

/** Forks a file of bench/ that answers each message with one message: `{ ok }` or `{ error }`. */
export function startWorker(file, { execArgv = [], args = [] } = {}) {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = track(
    fork(path, args, { execArgv, serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  return {
    pid: child.pid,
    stop: () => stop(child),
    async ask(message, timeout = 600_000) {
      const answer = answerOf(child, file, timeout);
      child.send(message);
      const { ok, error } = await answer;
      if (error !== undefined) throw new Error(error);
      return ok;
    },
  };
}

/** The next message of a child; rejects if it ends or is silent for too long. */
function answerOf(child, name, timeout) {
  return new Promise((resolve, reject) => {
    const settle = (act) => (value) => {
      clearTimeout(limit);
      child.off('message', onMessage).off('exit', onExit);
      act(value);
    };
    const onMessage = settle(resolve);
    const onExit = settle((code) => reject(new Error(`${name} ended with ${code}`)));
    const limit = setTimeout(
      settle(() => reject(new Error(`${name} said nothing for ${timeout} ms`))),
      timeout,
    );
    child.on('message', onMessage).on('exit', onExit);
  });
}

/** CPU time that a process has used so far, user and system, ms; undefined where the system doesn't tell. */
export function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export { sleep };
