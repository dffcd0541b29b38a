// A browser for the pages, a simulator that they belong to, and the official SDK as another program beside it.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, describe } from 'vitest';
import { createClient } from '../../client/index.js';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.js';
import { browserHere } from '../support/browser.js';
import { built } from '../support/built.js';
import { type Program, startProgram } from '../support/program.js';

export const CLIENT_CODE = '020040000001';
const credentials = {
  linkId: 'TESTER',
  secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
} as const;

/** Tests in a browser; where there is none they are skipped by this name. */
export function inBrowser(name: string, tests: () => void): void {
  const isHere = browserHere !== undefined;
  describe.skipIf(!isHere)(isHere ? name : `${name} (Chromium is not here)`, tests);
}

/** Where the browser of that name is. */
export const browserPath = () =>
  execFileSync('sh', ['-c', `command -v ${browserHere}`], { encoding: 'utf8' }).trim();

let browser: Promise<Browser> | undefined;
const closing: (() => Promise<unknown>)[] = [];

/** What a test opened is closed after it, in the other order. */
export const later = (close: () => Promise<unknown>): void => {
  closing.push(close);
};

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

export interface OpenPage {
  readonly page: Page;
  /** What it said on its console or threw; must stay empty. */
  readonly complaints: readonly string[];
  /** The addresses that it asked for. */
  readonly requests: readonly string[];
}

export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  // The page is of the build: so must the test be.
  built('console/index.html');
  browser ??= chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const context = await (await browser).newContext({ locale: 'en-US', ...options });
  later(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, complaints, requests };
}

/** A simulator that listens on loopback. */
export async function listening(options: SimulatorOptions = {}): Promise<{ sim: Simulator; url: string }> {
  const sim = await createSimulator(options);
  later(() => sim.close());
  const { url } = await sim.listen();
  return { sim, url };
}

/** A client of the default tenant that needs no port. */
export const clientOf = (sim: Simulator) => createClient({ ...credentials, fetch: sim.fetch });

/** The person with the phone, in process. */
export const personOf = async (sim: Simulator) => (await sim.control.tenant(CLIENT_CODE)).receipts;

/** The official SDK of npm, in a program of its own: calls one method, gives `{success}` or `{error}`. */
export function officialSdk(url: string) {
  const driver = fileURLToPath(new URL('../sdk/drivers/npm-kakaocert.cjs', import.meta.url));
  const program: Program = startProgram(process.execPath, ['--no-deprecation', driver, url]);
  later(() => program.stop());
  return async (method: string, ...args: unknown[]) => {
    program.say(JSON.stringify({ method, args }));
    return JSON.parse(await program.line());
  };
}

/** The message or the row of a receipt. */
export const ofReceipt = (page: Page, receiptId: string) => page.locator(`[data-receipt="${receiptId}"]`);

/** Waits until a receipt is shown in a state. */
export const inState = (page: Page, receiptId: string, state: string) =>
  page.locator(`[data-receipt="${receiptId}"][data-state="${state}"]`).first().waitFor();
