// The whole of what is shown of stores: `npm run test:stores`. CI runs a slice of it by `npm test`.

import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/stores',
    'test/simulator/store',
    'test/properties',
    '--no-file-parallelism',
  ],
  { stdio: 'inherit', env: { ...process.env, KAKAOCERT_STORES: 'whole' } },
);
process.exitCode = status ?? 1;
