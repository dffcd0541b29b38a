import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { nodePreload, preloadOf } from '../../../simulator/exec/node.js';

const preload = nodePreload({ tlsPort: 1, proxyPort: 2 });

// Old programs run on old runtimes: a preload that one of them can't read ends every program of the user.
test('the preload is in syntax of Node 10, and names its modules as Node 10 does', async () => {
  const told = async (target: string) => (await transform(preload, { target, minifyWhitespace: true })).code;
  expect(await told('node10')).toBe(await told('esnext'));
  expect(preload).not.toMatch(/require\('node:/);
});

// An executable takes no NODE_OPTIONS, and must still not call the real hosts when it is run by `exec`.
test.each([
  ['--require=/tmp/kakaocert-simulator-exec-7-0a-x/1/node-preload.cjs', true],
  ['--require=/nowhere.cjs --bad --require=/tmp/kakaocert-simulator-exec-7-0a-x/1/node-preload.cjs', true],
  ['--require="/tmp/a b/kakaocert-simulator-exec-7-0a-x/1/node-preload.cjs" --inspect', true],
  ['--require=/mine.cjs', false],
  ['--max-old-space-size=100', false],
  [undefined, false],
])('of NODE_OPTIONS %j the preload of exec is found: %s', (options, found) => {
  const path = preloadOf(options);
  expect(path?.endsWith('/kakaocert-simulator-exec-7-0a-x/1/node-preload.cjs') ?? false).toBe(found);
});
