import { defineConfig } from 'vitest/config';

// The pages in a real browser: `npm run test:console`. Not a part of `npm test`, which must be quick and sure everywhere.
export default defineConfig({
  test: {
    include: ['test/console/*.browser.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // One browser at a time: each has processes of its own.
    fileParallelism: false,
  },
});
