// Worker: makes a file of a store with one receipt in it, as a simulator puts it, and that receipt so many times.

import { DatabaseSync } from '@photostructure/sqlite';
import { load, subjectOf } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

serve(async ({ internals, path, receipts }) => {
  const { openFile, openWorld } = await load(internals);
  const store = await openFile(path, { peer: () => import('@photostructure/sqlite') });
  const { requester } = await subjectOf(internals, await openWorld({}, store));
  await requester(0)();
  await store.close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA synchronous = OFF');
  database.exec(`
    WITH RECURSIVE nth(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM nth WHERE n < ${receipts})
    INSERT INTO record (kind, key, owner, bond, version, json)
      SELECT kind, printf('9%017d', n), owner, bond, n, replace(json, key, printf('9%017d', n))
        FROM nth, (SELECT * FROM record WHERE kind = 'receipt' LIMIT 1)`);
  const { count } = database.prepare("SELECT count(*) AS count FROM record WHERE kind = 'receipt'").get();
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  if (count !== receipts) throw new Error(`The file has ${count} receipts instead of ${receipts}.`);
});
