import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { built } from '../support/built.js';
import { inBrowser, later, openPage } from './support.js';

// The MSW door needs Node: in a page it refuses with one line. Here a browser reads it, out of a page as people bundle them.

const resolveDir = fileURLToPath(new URL('../..', import.meta.url));

/** A page of somebody's program, which takes our handlers for its worker. */
const WITH_WORKER = `
  import { setupWorker } from 'msw/browser';
  import { kakaocertHandlers } from 'kakaocert-simulator/msw';
  setupWorker(...kakaocertHandlers());
`;
const WITH_REQUIRE = `
  const { kakaocertHandlers } = require('kakaocert-simulator/msw');
  kakaocertHandlers();
`;
const UNBUNDLED = `
  import { kakaocertHandlers } from '/msw-browser.js';
  kakaocertHandlers();
`;

/** As esbuild bundles for a page unless it is told otherwise: what needs a module of Node would not build. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  return outputFiles[0]?.text ?? '';
}

/** Serves a page with a script. */
async function served(script: string): Promise<string> {
  const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>program</title>';
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', `${page}<script type="module" src="/page.js"></script>`],
    '/page.js': ['text/javascript', script],
    '/msw-browser.js': ['text/javascript', readFileSync(built('msw-browser.js'), 'utf8')],
  };
  const server: Server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url] ?? ['text/plain', 'not here'];
    response.setHeader('content-type', type);
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

inBrowser('the MSW door in a page', () => {
  test.each([
    ['beside a worker of MSW', () => bundled(WITH_WORKER)],
    ['by require', () => bundled(WITH_REQUIRE)],
    ['without a bundler', async () => UNBUNDLED],
  ])('%s: it refuses with one line that says what to do', async (_, script) => {
    built('msw.js');
    const { complaints } = await openPage(await served(await script()));
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
    expect(complaints).toEqual([
      'Error: kakaocert-simulator/msw runs in Node, not in a page: use it with msw/node, or start `npx --no-install kakaocert-simulator` and let the server behind your page call that.',
    ]);
  });
});
