// A real browser without a window, spoken to over a pipe in the DevTools protocol, so that no library and no port is
// needed. It can reach no name but loopback.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The name of the browser here, if there is one. */
export const browserHere = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has its own types, which nobody needs here
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any;
  readonly error?: { readonly message: string };
}

export interface Page {
  /** What the page said on its console, threw, or was refused. */
  readonly complaints: readonly string[];
  /** Addresses that it asked for, its own first. */
  readonly requests: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: whatever the script gives
  evaluate(expression: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's
  command(method: string, params?: object): Promise<any>;
  goTo(url: string): Promise<void>;
}

export interface Browser {
  open(): Promise<Page>;
  close(): Promise<void>;
}

/** Starts a browser with an empty profile of its own; whoever starts it closes it. */
export function startBrowser(name: string, language = 'en-US'): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'kakaocert-browser-'));
  const child: ChildProcess = spawn(name, [...FLAGS, `--lang=${language}`, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Set<(message: Message) => void>();
  let text = '';
  let sent = 0;
  input.on('error', () => {});
  output.setEncoding('utf8').on('data', (piece: string) => {
    const parts = (text + piece).split('\0');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) for (const listen of listeners) listen(message);
      else waiting.get(message.id)?.(message);
    }
  });
  child.once('close', () => {
    for (const settle of waiting.values()) settle({ error: { message: 'the browser has ended' } });
  });

  async function command(method: string, params: object = {}, sessionId?: string) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} has ended`);
    sent += 1;
    const id = sent;
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    const { result, error } = await answered;
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  async function open(): Promise<Page> {
    const { targetId } = await command('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await command('Target.attachToTarget', { targetId, flatten: true });
    const complaints: string[] = [];
    const requests: string[] = [];
    listeners.add(({ method, params, sessionId: from }) => {
      if (from !== sessionId) return;
      if (method === 'Log.entryAdded') complaints.push(params.entry.text);
      if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params.args));
      if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails));
      if (method === 'Page.javascriptDialogOpening') complaints.push(`dialog: ${params.message}`);
      if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
    });
    const onPage = (method: string, params?: object) => command(method, params, sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await onPage(`${domain}.enable`);
    return {
      complaints,
      requests,
      command: onPage,
      async evaluate(expression) {
        const { result, exceptionDetails } = await onPage('Runtime.evaluate', {
          expression,
          returnByValue: true,
          awaitPromise: true,
        });
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return result.value;
      },
      async goTo(url) {
        const loaded = new Promise<void>((resolve) => {
          const listen = ({ method, sessionId: from }: Message) => {
            if (from !== sessionId || method !== 'Page.loadEventFired') return;
            listeners.delete(listen);
            resolve();
          };
          listeners.add(listen);
        });
        await onPage('Page.navigate', { url });
        await loaded;
      },
    };
  }

  return {
    open,
    async close() {
      await command('Browser.close').catch(() => child.kill('SIGKILL'));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
