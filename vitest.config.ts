import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Examples import the package by its name; here that means its sources.
    alias: [
      { find: /^kakaocert-simulator$/, replacement: source('simulator/index.ts') },
      { find: /^kakaocert-simulator\/fixtures$/, replacement: source('fixtures/index.ts') },
      { find: /^kakaocert-simulator\/signed-data$/, replacement: source('contracts/signed-data/index.ts') },
    ],
  },
  test: { include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], testTimeout: 20_000 },
});
