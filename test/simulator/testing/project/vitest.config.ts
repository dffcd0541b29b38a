import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A user's project, run by test/simulator/testing/vitest.test.ts: one test fails on purpose.
export default defineConfig({
  test: {
    include: ['*.spec.ts'],
    globalSetup: [fileURLToPath(new URL('../../../../simulator/testing/vitest.ts', import.meta.url))],
  },
});
