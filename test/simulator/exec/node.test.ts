import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { nodePreload } from '../../../simulator/exec/node.js';

const preload = nodePreload({ tlsPort: 1, proxyPort: 2 });

// Old programs run on old runtimes: a preload that one of them can't read ends every program of the user.
test('the preload is in syntax of Node 10, and names its modules as Node 10 does', async () => {
  const told = async (target: string) => (await transform(preload, { target, minifyWhitespace: true })).code;
  expect(await told('node10')).toBe(await told('esnext'));
  expect(preload).not.toMatch(/require\('node:/);
});
