// Takes numbers of a counter of a file until it can't have one, and says each; `refused` at the end.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openFile } from '../../simulator/store/sqlite/open.js';
import { StoreUnavailable } from '../../simulator/store/store.js';

const [path = ''] = process.argv.slice(2);
// It runs as a bundle in a folder of its own: the peer is looked for from here.
const peer = async () => createRequire(join(process.cwd(), 'package.json'))('@photostructure/sqlite');
const store = await openFile(path, { peer });
try {
  for (let taken = 0; taken < 3000; taken += 1) process.stdout.write(`${await store.next('number')}\n`);
} catch (error) {
  if (!(error instanceof StoreUnavailable)) throw error;
  process.stdout.write('refused\n');
}
