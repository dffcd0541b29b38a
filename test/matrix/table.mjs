// The rows: where the package must work. A row is a set of tools to install beside the tarball, files to write and what to
// run; it passes if that ends by itself, with exit 0. `ci` marks the slice of `.ci/run`.

import { readFileSync } from 'node:fs';
import { flow } from './flow.mjs';

/** The files of a recipe: the code under a heading of docs/runners.md, each with its name in the first line. */
function recipe(heading) {
  const page = readFileSync(new URL('../../docs/runners.md', import.meta.url), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const files = [...section.matchAll(/```js\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => [
    name,
    text,
  ]);
  if (files.length === 0) throw new Error(`docs/runners.md has no code under "${heading}"`);
  return Object.fromEntries(files);
}

const runs = { esm: `${flow('esm')}await flow();\n`, cjs: `${flow('cjs')}flow();\n` };
const tested = (format, how = '') => `${flow(format)}test('the flow', () => flow(${how}), 60_000);\n`;
const esm = { 'flow.mjs': runs.esm };
const cjs = { 'flow.cjs': runs.cjs };

const jest = ['jest@30', 'jest-environment-jsdom@30'];
const bare = `${flow('cjs')}
test('what is missing is said in one line, and close still closes', async () => {
  const simulator = await createSimulator();
  await expect(simulator.tenant()).rejects.toThrow('@jest-environment node');
  const { url } = await simulator.listen();
  const client = createClient({ linkId: 'TESTER', secretKey: 'dGVzdA==', authUrl: url, serviceUrl: url });
  await expect(client.requestCMS('020040000001', requestCMS())).rejects.toThrow('no global fetch');
  await simulator.close();
});
`;
/** jsdom with Node's own fetch, as jest-fixed-jsdom gives it. */
const fixedJsdom = `const { default: Jsdom } = require('jest-environment-jsdom');
module.exports = class extends Jsdom {
  constructor(...given) {
    super(...given);
    Object.assign(this.global, { fetch, Request, Response, Headers, AbortController, AbortSignal });
  }
};
`;
const faked = `${flow('cjs')}
test('under fake timers it listens and closes, and follows the date', async () => {
  jest.useFakeTimers();
  await flow();
  const simulator = await createSimulator();
  jest.setSystemTime(new Date('2041-01-01T00:00:00Z'));
  const { url } = await simulator.listen();
  const answer = await fetch(url + '/_sim/v1/tenants/020040000001/clock');
  expect((await answer.json()).now).toMatch(/^2041-01-01/);
  await simulator.close();
}, 60_000);
`;
const jestRow = (files, more = []) => ({
  tools: jest,
  files,
  run: ['node', 'node_modules/jest/bin/jest.js', '--detectOpenHandles', ...more],
});

const fixture = `import { test } from 'kakaocert-simulator/vitest';
import { expect, inject } from 'vitest';
test('a tenant of its own, and one simulator for the run', async ({ tenant, simulator }) => {
  expect(await tenant.calls()).toEqual([]);
  expect((await simulator.fetch('http://x/_sim/v1/health')).status).toBe(200);
  expect((await fetch(inject('kakaocert').url + '/Time')).status).toBe(200);
});
`;
const vitestRow = (major, environment, pool = 'forks') => ({
  tools: [`vitest@${major}`, 'jsdom@26', 'happy-dom@20'],
  files: {
    'flow.test.mjs': `import { test } from 'vitest';\n${tested('esm')}`,
    'fixture.test.mjs': fixture,
    // happy-dom's fetch keeps to the same origin, as a page does.
    'vitest.config.mjs': `export default { test: {
      environment: '${environment}', pool: '${pool}', globalSetup: 'kakaocert-simulator/vitest-setup',
      environmentOptions: { happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } } },
    } };\n`,
  },
  run: ['node', 'node_modules/vitest/vitest.mjs', 'run'],
});

const bundled = (tools, build, out, files = esm, more = {}) => ({
  tools,
  files: { ...files, ...more },
  run: ['npx', '--no-install', ...build],
  after: ['node', out],
});

const checked = (module, extension, moduleResolution = module) => ({
  files: {
    'tsconfig.json': JSON.stringify({
      files: [`check.${extension}`],
      compilerOptions: {
        ...{ module, moduleResolution, target: 'es2022', noEmit: true, strict: true },
        // Every declaration is looked through, and nothing helps them but the browser's names of fetch.
        ...{ exactOptionalPropertyTypes: true, skipLibCheck: false, types: [] },
        lib: ['es2022', 'dom', 'dom.iterable'],
      },
    }),
    [`check.${extension}`]: `import { createSimulator, type Simulator } from 'kakaocert-simulator';
import { createClient, KakaocertError, ProviderRefusal } from 'kakaocert-simulator/client';
import { runContract } from 'kakaocert-simulator/contracts';
import { requestCMS } from 'kakaocert-simulator/fixtures';
import { verifySignedData } from 'kakaocert-simulator/signed-data';
export async function flow(): Promise<string> {
  const simulator: Simulator = await createSimulator({ sign: 'immediate' });
  const tenant = await simulator.tenant();
  const client = createClient({ ...tenant, fetch: simulator.fetch });
  const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
  // @ts-expect-error a request has required fields, so the types are more than any
  await client.requestCMS(tenant.clientCode, { CallCenterNum: '1600-0000' });
  const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
  const failure: unknown = runContract;
  return failure instanceof ProviderRefusal && failure instanceof KakaocertError
    ? failure.message
    : verifySignedData(signedData, { trust: '' }).ok.toString();
}
`,
  },
  run: ['node', 'node_modules/typescript/bin/tsc', '-p', '.'],
});
const typescript = (major, ...how) => ({ tools: [`typescript@${major}`], ...checked(...how) });

/** What the set-up provides has a type, by importing it alone. */
const injected = (major) => ({
  tools: [`vitest@${major}`, 'typescript@7'],
  files: {
    'tsconfig.json': JSON.stringify({
      files: ['check.ts'],
      compilerOptions: {
        ...{ module: 'nodenext', target: 'es2022', noEmit: true, strict: true, types: [] },
        ...{ exactOptionalPropertyTypes: true, lib: ['es2022', 'dom', 'dom.iterable'] },
        // vitest's own declarations ask for Node's and Vite's.
        skipLibCheck: true,
      },
    }),
    'check.ts': `import type {} from 'kakaocert-simulator/vitest-setup';
import { inject } from 'vitest';
export const url: string = inject('kakaocert').url;
// @ts-expect-error so it is no any
export const port: number = inject('kakaocert').url;
`,
  },
  run: ['node', 'node_modules/typescript/bin/tsc', '-p', '.'],
});

/** A page of the App Router that plays the flow while it is built, in the bundle of the server. */
const nextRow = (...how) => ({
  tools: ['next@16', 'react@19', 'react-dom@19'],
  files: {
    'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>;\n',
    'app/page.js': `${flow('esm')}export default async function Page() {
  await flow();
  return <p>done</p>;
}
`,
  },
  run: ['npx', '--no-install', 'next', 'build', ...how],
});

const manager = (install, run, files) => ({ tools: [], files, install, run });
const pnpm = ['npx', '--yes', 'pnpm@10', 'add', '--ignore-workspace', '{tarball}'];
const yarn1 = ['npx', '--yes', 'yarn@1.22.22', 'add', '{tarball}', '--no-lockfile'];
const pnp = ['npx', '--yes', '@yarnpkg/cli-dist@4', 'add', 'kakaocert-simulator@file:{tarball}'];
const bun = ['npx', '--yes', 'bun@1', 'add', '{tarball}'];
const onNode = (node, row) => ({ ...row, node });

const npmEsm = { tools: [], files: esm, run: ['node', 'flow.mjs'] };
const npmCjs = { tools: [], files: cjs, run: ['node', 'flow.cjs'] };
const jestCjs = jestRow({ 'flow.test.js': tested('cjs') });

export const rows = {
  'npm, ESM': npmEsm,
  'npm, CommonJS, no require of ESM': {
    ...npmCjs,
    run: ['node', '--no-experimental-require-module', 'flow.cjs'],
    ci: true,
  },
  'pnpm, ESM': manager(pnpm, ['node', 'flow.mjs'], esm),
  'pnpm, CommonJS': manager(pnpm, ['node', 'flow.cjs'], cjs),
  'yarn 1, ESM': manager(yarn1, ['node', 'flow.mjs'], esm),
  'yarn 1, CommonJS': manager(yarn1, ['node', 'flow.cjs'], cjs),
  'yarn PnP, ESM': manager(
    pnp,
    ['node', '-r', './.pnp.cjs', '--loader', './.pnp.loader.mjs', 'flow.mjs'],
    esm,
  ),
  'yarn PnP, CommonJS': manager(pnp, ['node', '-r', './.pnp.cjs', 'flow.cjs'], cjs),
  'bun, ESM': manager(bun, ['npx', '--yes', 'bun@1', 'flow.mjs'], esm),
  'bun, CommonJS': manager(bun, ['npx', '--yes', 'bun@1', 'flow.cjs'], cjs),
  'deno, ESM': { ...npmEsm, run: ['npx', '--yes', 'deno@2', 'run', '-A', 'flow.mjs'] },
  'deno, CommonJS': { ...npmCjs, run: ['npx', '--yes', 'deno@2', 'run', '-A', 'flow.cjs'] },

  'Jest 30, CommonJS': { ...jestCjs, ci: true },
  'Jest 30, ESM': {
    ...jestRow({ 'flow.test.mjs': tested('esm'), 'jest.config.json': '{"testMatch":["**/*.test.mjs"]}' }),
    options: '--experimental-vm-modules',
  },
  'Jest 30, jsdom': {
    ...jestRow({ 'bare.test.js': `/** @jest-environment jsdom */\n${bare}` }),
  },
  'Jest 30, jsdom with fetch': {
    ...jestRow({
      'flow.test.js': `/** @jest-environment ./fixed.js */\n${tested('cjs')}`,
      'fixed.js': fixedJsdom,
    }),
    ci: true,
  },
  'Jest 30, fake timers': { ...jestRow({ 'fake.test.js': faked }), ci: true },

  'vitest 3, node, forks': { ...vitestRow(3, 'node'), ci: true },
  'vitest 3, node, threads': vitestRow(3, 'node', 'threads'),
  'vitest 3, jsdom': vitestRow(3, 'jsdom'),
  'vitest 3, happy-dom': vitestRow(3, 'happy-dom'),
  'vitest 4, node, forks': vitestRow(4, 'node'),
  'vitest 4, node, threads': vitestRow(4, 'node', 'threads'),
  'vitest 4, jsdom': vitestRow(4, 'jsdom'),
  'vitest 4, happy-dom': vitestRow(4, 'happy-dom'),

  'node:test': {
    tools: [],
    files: {
      'flow.test.mjs': `import { test } from 'node:test';\n${flow('esm')}test('the flow', () => flow());\n`,
    },
    run: ['node', '--test', 'flow.test.mjs'],
  },

  'recipe of Jest': jestRow(recipe('Jest')),
  'recipe of vitest 3': { ...vitestRow(3, 'node'), files: recipe('vitest') },
  'recipe of vitest 4': { ...vitestRow(4, 'node'), files: recipe('vitest') },
  'recipe of node:test': {
    tools: [],
    files: recipe('node:test'),
    run: ['node', '--test', 'consent.test.mjs'],
  },
  'recipe of Playwright': {
    tools: ['@playwright/test@1'],
    files: recipe('Playwright'),
    run: ['node', 'node_modules/@playwright/test/cli.js', 'test'],
  },
  'recipe of NestJS': {
    ...jestRow(recipe('NestJS')),
    tools: [
      ...jest,
      '@nestjs/common@11',
      '@nestjs/core@11',
      '@nestjs/testing@11',
      'reflect-metadata@0.2',
      'rxjs@7',
    ],
  },

  'esbuild, ESM': bundled(
    ['esbuild@0.28'],
    ['esbuild', 'flow.mjs', '--bundle', '--platform=node', '--format=esm', '--outfile=out.mjs'],
    'out.mjs',
  ),
  'esbuild, CommonJS': bundled(
    ['esbuild@0.28'],
    ['esbuild', 'entry.mjs', '--bundle', '--platform=node', '--format=cjs', '--outfile=out.cjs'],
    'out.cjs',
    { 'entry.mjs': `${flow('esm')}flow();\n` },
  ),
  'esbuild, a page with msw': bundled(
    ['esbuild@0.28', 'msw@2'],
    ['esbuild', 'page.mjs', '--bundle', '--platform=browser', '--format=esm', '--outfile=out.mjs'],
    'out.mjs',
    {
      'page.mjs': `import { kakaocertHandlers } from 'kakaocert-simulator/msw';
try {
  kakaocertHandlers();
} catch (error) {
  if (!error.message.includes('runs in Node, not in a page')) throw error;
  console.log(error.message);
}
`,
    },
  ),
  'webpack 5': bundled(
    ['webpack@5', 'webpack-cli@6'],
    ['webpack', '--target', 'node', '--mode', 'production', '--entry', './entry.mjs', '-o', 'out'],
    'out/main.js',
    { 'entry.mjs': `${flow('esm')}flow();\n` },
  ),
  'rollup 4': bundled(
    ['rollup@4', '@rollup/plugin-node-resolve@16'],
    [
      'rollup',
      '-p',
      'node-resolve={preferBuiltins:true}',
      '-d',
      'out',
      '-f',
      'es',
      '--entryFileNames',
      '[name].mjs',
      'flow.mjs',
    ],
    'out/flow.mjs',
  ),

  'Next.js 16, Turbopack': nextRow(),
  'Next.js 16, webpack': nextRow('--webpack'),

  'TypeScript 7, what vitest 3 injects': injected(3),
  'TypeScript 7, what vitest 4 injects': injected(4),
  'TypeScript 5, node10': typescript(5, 'commonjs', 'ts', 'node10'),
  'TypeScript 5, node16': typescript(5, 'node16', 'mts'),
  'TypeScript 5, node16, CommonJS': typescript(5, 'node16', 'cts'),
  'TypeScript 5, nodenext': typescript(5, 'nodenext', 'mts'),
  'TypeScript 5, bundler': typescript(5, 'esnext', 'ts', 'bundler'),
  'TypeScript 7, node16': typescript(7, 'node16', 'mts'),
  'TypeScript 7, node16, CommonJS': typescript(7, 'node16', 'cts'),
  'TypeScript 7, nodenext': typescript(7, 'nodenext', 'mts'),
  'TypeScript 7, bundler': typescript(7, 'esnext', 'ts', 'bundler'),

  'are the types wrong': {
    tools: ['@arethetypeswrong/cli@0.18'],
    files: {},
    run: ['node', 'node_modules/@arethetypeswrong/cli/dist/index.js', '{tarball}'],
    ci: true,
  },

  ...Object.fromEntries(
    [22, 24, 26].flatMap((node) => [
      [`Node ${node}, npm, ESM`, onNode(node, npmEsm)],
      [`Node ${node}, npm, CommonJS`, onNode(node, npmCjs)],
      [`Node ${node}, Jest 30, CommonJS`, onNode(node, jestCjs)],
    ]),
  ),
};
