// Adds to one record of a file so many times, each time on what it read; says `done` at the end.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openFile } from '../../simulator/store/sqlite/open.js';
import { StoreUnavailable, type Versioned } from '../../simulator/store/store.js';

const [path = '', times = '0'] = process.argv.slice(2);
// It runs as a bundle in a folder of its own: the peer is looked for from here.
const peer = async () => createRequire(join(process.cwd(), 'package.json'))('@photostructure/sqlite');
const store = await openFile(path, { peer });

for (let done = 0; done < Number(times); ) {
  try {
    const stored = (await store.get('thing', 'sum')) as (Versioned & { readonly n: number }) | undefined;
    const record = { n: (stored?.n ?? 0) + 1, version: 0 };
    if (await store.put({ kind: 'thing', key: 'sum', owner: '', record }, stored?.version ?? 0, ''))
      done += 1;
  } catch (error) {
    // Others kept it busy: nothing was done.
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
await store.close();
process.stdout.write('done\n');
