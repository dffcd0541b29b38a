import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// CI runs the MSW tests a second time with another release of msw, from a folder outside the tree.
const msw = process.env.KAKAOCERT_MSW;

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
      { find: /^kakaocert-simulator$/, replacement: source('simulator/index.ts') },
      { find: /^kakaocert-simulator\/fixtures$/, replacement: source('fixtures/index.ts') },
      { find: /^kakaocert-simulator\/signed-data$/, replacement: source('contracts/signed-data/index.ts') },
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
