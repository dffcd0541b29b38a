// Runs a TypeScript program of the sources: `node tools/run.mjs tools/fixtures/keys.ts [arguments]`.

import { load } from './esbuild.mjs';

// The program sees its arguments where it would see them without us.
process.argv.splice(1, 1);
await load(process.argv[1]);
