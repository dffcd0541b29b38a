import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// CI runs the MSW tests a second time with another release of msw, from a folder outside the tree.
const msw = process.env.KAKAOCERT_MSW;

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The public subpaths, by the files that they are made of (package.json names their builds). */
const entries = {
  'kakaocert-simulator': 'simulator/index.ts',
  'kakaocert-simulator/client': 'client/index.ts',
  'kakaocert-simulator/contracts': 'contracts/index.ts',
  'kakaocert-simulator/signed-data': 'contracts/signed-data/index.ts',
  'kakaocert-simulator/fixtures': 'fixtures/index.ts',
  'kakaocert-simulator/msw': 'simulator/doors/msw.ts',
  'kakaocert-simulator/vitest': 'simulator/testing/vitest.ts',
};

export default defineConfig({
  resolve: {
    // Examples import the package by its name; here that means its sources.
    alias: [
      ...(msw === undefined
        ? []
        : [
            { find: /^msw$/, replacement: `${msw}/lib/core/index.js` },
            { find: /^msw\/node$/, replacement: `${msw}/lib/node/index.js` },
          ]),
      ...Object.entries(entries).map(([name, path]) => ({
        find: new RegExp(`^${name}$`),
        replacement: source(path),
      })),
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // A limit for what hangs, not a bar: on a busy machine whole programs are started side by side.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves a core to itself; tests here mostly wait for programs of their own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
