// Opens an address in the person's browser, by what the system has for it.

import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';

/** The program that opens an address. On Windows `start` is a word of the shell, which would read the address again. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const XDG = ['xdg-open'];

/** Some openers stay as long as the browser does: one that has not failed by then has opened it, ms. */
const PATIENCE = 2_000;

/** Whether a browser was told to open it. Never rejects. */
export async function openInBrowser(url: string, platform = process.platform): Promise<boolean> {
  const [command = '', ...args] = openers[platform] ?? XDG;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  const waits = new AbortController();
  const opened = await Promise.race([
    ended,
    after(PATIENCE, true, { signal: waits.signal }).catch(() => true),
  ]);
  waits.abort();
  child.unref();
  return opened;
}
