import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { chooseLibrary, isAtLeast, type Library } from '../../simulator/store/sqlite/driver.js';
import { openFile } from '../../simulator/store/sqlite/open.js';
import { steps } from '../../simulator/store/sqlite/schema.js';
import { StoreUnavailable } from '../../simulator/store/store.js';
import { filePlace, peer } from '../simulator/store/engines.js';
import { createCaller, NOON, requested } from '../support/caller.js';
import { startProgram } from '../support/program.js';

// A file as a store: what it says where it can't be one, and what it keeps.

const library = () => chooseLibrary({ peer });

test('what was stored is there in the next life: receipts, tenants, clocks, tokens, journal, findings, serials', async () => {
  await using place = filePlace();
  const store = `file:${place.path}`;
  const first = await createSimulator({ store, now: () => NOON });
  const tenant = await first.tenant({ clientName: '오래가는기관' });
  await tenant.clock.advance('P3D');
  const caller = createCaller(first.fetch as typeof fetch, { credentials: tenant });
  const token = await caller.authorization();
  const id = await requested(caller, requestCMS());
  await tenant.receipts.sign(id);
  const now = await tenant.clock.now();
  await tenant.outcomes.add('getCMSState', { error: 'receipt.unknown' });
  const calls = await tenant.calls();
  await first.close();

  await using second = await createSimulator({ store, now: () => NOON });
  const again = await second.control.tenant(tenant.clientCode);
  expect(again).toMatchObject({ clientName: '오래가는기관', secretKey: tenant.secretKey });
  expect(Date.parse((await again.clock.now()).now)).toBeGreaterThanOrEqual(Date.parse(now.now));
  expect(await again.calls()).toEqual(calls);
  const later = createCaller(second.fetch as typeof fetch, { credentials: again });
  const bearer = { authorization: token };
  expect((await later.get(`/SignDirectDebit/Status/${id}`, bearer)).status).toBe(400);
  expect((await later.get(`/SignDirectDebit/Status/${id}`, bearer)).json.state).toBe(1);
  expect((await later.get(`/SignDirectDebit/Verify/${id}`, bearer)).status).toBe(200);
  expect((await later.get(`/SignDirectDebit/Verify/${id}`, bearer)).status).toBe(400);
  expect((await again.findings()).map((one) => one.id)).toContain('verify.twice');
  const numbers = (await again.calls()).map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(await requested(later, requestCMS())).not.toBe(id);
});

test('a simulator that was closed says so, and goes on with all that it knew when it listens again', async () => {
  await using place = filePlace();
  const simulator = await createSimulator({ store: `file:${place.path}` });
  const tenant = await simulator.tenant();
  await simulator.close();
  const closed = await simulator.fetch('http://sim.test/_sim/v1/health');
  expect([closed.status, await closed.json()]).toMatchObject([503, { store: 'down' }]);
  expect((await simulator.fetch('http://sim.test/_sim/v1/live')).status).toBe(200);
  const { url } = await simulator.listen();
  expect((await fetch(`${url}/_sim/v1/tenants/${tenant.clientCode}`)).status).toBe(200);
  await simulator.close();
});

test('a new file is nobody else’s to read, and no secret stands in its journal', async () => {
  await using place = filePlace();
  await using simulator = await createSimulator({ store: `file:${place.path}`, now: () => NOON });
  const tenant = await simulator.tenant();
  const caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant });
  const token = (await caller.authorization()).slice('Bearer '.length);
  await caller.get(`/SignDirectDebit/Status/${'1'.repeat(18)}`);
  for (const name of readdirSync(dirname(place.path))) {
    const path = join(dirname(place.path), name);
    expect([name, statSync(path).mode & 0o777]).toEqual([name, 0o600]);
    expect(readFileSync(path, 'latin1')).not.toContain(token);
  }
});

test('a start whose settings differ names the setting, both values and what to do; mine writes its own', async () => {
  await using place = filePlace();
  const store = `file:${place.path}`;
  await (await createSimulator({ store, sign: 'immediate' })).close();
  await expect(createSimulator({ store, sign: 'never' })).rejects.toThrow(
    'store: it was made with another sign ("immediate"; here "never"); start with the same, or with --store-settings mine',
  );
  const mine = await createSimulator({ store, sign: 'never', storeSettings: 'mine' });
  expect((await mine.control.tenant('020040000001')).sign).toBe('never');
  await mine.close();
  await (await createSimulator({ store, sign: 'never' })).close();
  await expect(createSimulator({ store })).rejects.toThrow('("never"; here "manual")');
});

test('a private CA, and tenants from the start, are made once', async () => {
  await using place = filePlace();
  const options = { store: `file:${place.path}`, ephemeralCa: true, tenants: [{ clientName: '한번만' }] };
  const root = async () => {
    const simulator = await createSimulator(options);
    const text = await (await simulator.fetch('http://sim.test/_sim/v1/ca.pem')).text();
    const { tenants } = (await (await simulator.fetch('http://sim.test/_sim/v1/tenants')).json()) as {
      tenants: unknown[];
    };
    await simulator.close();
    return [text, tenants.length];
  };
  const first = await root();
  expect(await root()).toEqual(first);
});

test('barriers are refused where others may answer the calls', async () => {
  await using place = filePlace();
  await using simulator = await createSimulator({ store: `file:${place.path}` });
  const caller = createCaller(simulator.fetch as typeof fetch);
  const answer = await caller.control('POST', '/tenants/020040000001/barriers', {
    operation: 'verifyCMS',
    calls: 2,
  });
  expect([answer.status, answer.json.title]).toEqual([501, 'Not implemented']);
});

test('receipts are kept as long as was asked for', async () => {
  await using place = filePlace();
  let now = Date.parse('2026-11-27T12:00:00Z');
  await using simulator = await createSimulator({
    store: `file:${place.path}`,
    keepReceipts: 600_000,
    now: () => now,
  });
  const caller = createCaller(simulator.fetch as typeof fetch, { now: () => now });
  const old = await requested(caller, requestCMS({ ClientUserID: '1' }));
  now += 599_000;
  const kept = await requested(caller, requestCMS({ ClientUserID: '2' }));
  expect((await caller.control('GET', `/receipts/${old}`)).status).toBe(200);
  now += 2000;
  await requested(caller, requestCMS({ ClientUserID: '3' }));
  expect((await caller.control('GET', `/receipts/${old}`)).status).toBe(404);
  expect((await caller.control('GET', `/receipts/${kept}`)).status).toBe(200);
});

const bad: readonly [what: string, make: (path: string) => void | Promise<void>, says: string][] = [
  ['a folder that is not there', () => {}, 'is not there; make it first'],
  ['a folder in place of the file', (path) => mkdirSync(path), 'is a folder; give the path of a file'],
  [
    'a file that is no database',
    (path) => writeFileSync(path, 'This is a text, and no database at all.'.repeat(9)),
    'is no database; give another path, or move that file away',
  ],
  [
    'the database of another program',
    async (path) => {
      const { DatabaseSync } = await library();
      const other = new DatabaseSync(path);
      other.exec('CREATE TABLE theirs (a TEXT); PRAGMA user_version = 1');
      other.close();
    },
    'is the database of another program; give another path',
  ],
  [
    'a file of a newer version',
    async (path) => {
      await (await openFile(path, { peer, steps: [...steps, 'CREATE TABLE newer (a TEXT)'] })).close();
    },
    `was written by a newer version (schema ${steps.length + 1}; this one knows ${steps.length})`,
  ],
];

test.each(bad)('%s is told in one line', async (what, make, says) => {
  await using place = filePlace();
  const path = what.startsWith('a folder that is not')
    ? join(dirname(place.path), 'no', 'store.db')
    : place.path;
  await make(path);
  const told = await createSimulator({ store: `file:${path}` }).catch((error: Error) => error);
  expect(told).toBeInstanceOf(TypeError);
  expect(String(told)).toContain(says);
  expect(String(told)).not.toContain('\n');
});

test('an older file is copied whole, then brought up to date', async () => {
  await using place = filePlace();
  const store = await openFile(place.path, { peer });
  await store.put({ kind: 'thing', key: 'a', owner: '', record: { version: 0 } }, 0, '');
  await store.close();
  const newer = [...steps, 'ALTER TABLE record ADD COLUMN more TEXT'];
  await (await openFile(place.path, { peer, steps: newer })).close();
  const copy = `${place.path}.schema-${steps.length}.backup`;
  const old = await openFile(copy, { peer });
  expect(await old.get('thing', 'a')).toMatchObject({ version: expect.any(Number) });
  await old.close();
  await expect(openFile(place.path, { peer })).rejects.toThrow('newer version');
});

test('a backup made by copying the file of a store that was closed is a store', async () => {
  await using place = filePlace();
  const store = await openFile(place.path, { peer });
  await store.put({ kind: 'thing', key: 'a', owner: '', record: { version: 0 } }, 0, '');
  await store.close();
  copyFileSync(place.path, `${place.path}.copy`);
  const copy = await openFile(`${place.path}.copy`, { peer });
  expect(await copy.get('thing', 'a')).toBeDefined();
  await copy.close();
});

test('a disk that is full refuses writes with 503 and goes on reading; with room it writes again', async () => {
  await using place = filePlace();
  const { DatabaseSync } = await library();
  /** The same library, whose files may have so many pages: SQLite says then what it says of a full disk. */
  let limit = 1_000_000;
  const databases: { exec(sql: string): void }[] = [];
  class Small extends DatabaseSync {
    constructor(path: string) {
      super(path);
      if (path !== ':memory:') databases.push(this);
    }
  }
  const store = await openFile(place.path, { own: () => ({ DatabaseSync: Small }) as Library, peer });
  const fill = (pages: number) => {
    limit = pages;
    for (const database of databases) database.exec(`PRAGMA max_page_count = ${limit}`);
  };
  await store.put({ kind: 'thing', key: 'a', owner: '', record: { version: 0 } }, 0, '');
  fill(1);
  const big = { kind: 'thing', key: 'b', owner: '', record: { version: 0, text: 'x'.repeat(100_000) } };
  await expect((async () => store.put(big, 0, ''))()).rejects.toThrow(StoreUnavailable);
  await expect((async () => store.put(big, 0, ''))()).rejects.toThrow('the disk is full');
  expect(await store.get('thing', 'a')).toBeDefined();
  fill(1_000_000);
  expect(await store.put(big, 0, '')).toBe(true);
});

test('a file that others keep busy is told as such by every verb, and is written again once they are done', async () => {
  await using place = filePlace();
  const { DatabaseSync } = await library();
  const databases: { exec(sql: string): void }[] = [];
  class Known extends DatabaseSync {
    constructor(path: string) {
      super(path);
      databases.push(this);
    }
  }
  const store = await openFile(place.path, { own: () => ({ DatabaseSync: Known }) as Library, peer });
  // Nobody is waited for.
  databases.at(-1)?.exec('PRAGMA busy_timeout = 0');
  const other = new DatabaseSync(place.path);
  const written = { kind: 'thing', key: 'a', owner: '', record: { version: 0 } };
  const verbs: readonly (() => unknown)[] = [
    () => store.next('number'),
    () => store.append({ counter: 'call', entries: [{ log: 'log', text: 'a', keep: 9 }] }, ''),
    () => store.put(written, 0, ''),
    () => store.put({ ...written, bond: 'b' }, 0, ''),
    () => store.clear('log'),
  ];
  other.exec('BEGIN IMMEDIATE');
  for (const verb of verbs) {
    const refused = (async () => verb())();
    await expect(refused).rejects.toThrow(StoreUnavailable);
    await expect(refused).rejects.toThrow('SQLITE_BUSY');
  }
  other.exec('COMMIT');
  expect(await store.next('number')).toBe(1);
  expect(await store.append({ counter: 'call', entries: [] }, '')).toMatchObject({ number: 1 });
  other.close();
});

test('a number that can not be written is not given, and none is given twice', async ({ skip }) => {
  if (process.platform === 'win32') skip('no ulimit here');
  await using place = filePlace();
  // The system lets no file of this process grow over a megabyte or two: the write fails when it is committed.
  const limited = ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath];
  const program = startProgram('sh', [...limited, 'tools/run.mjs', 'test/stores/counter.ts', place.path]);
  const lines: string[] = [];
  while (lines.at(-1) !== 'refused') lines.push(await program.line());
  const numbers = lines.slice(0, -1).map(Number);
  expect(numbers.length).toBeGreaterThan(100);
  expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  expect(await program.ended()).toBe(0);
});

test('a library that is too old is not used; where there is no other, one line says what to install', async () => {
  const { DatabaseSync } = await library();
  const old = {
    DatabaseSync: class {
      prepare = () => ({ get: () => ({ version: '3.51.2' }) });
      close() {}
    },
  } as unknown as Library;
  const missing = () => Promise.reject(new Error('Cannot find module'));
  await expect(chooseLibrary({ own: () => old, peer: missing })).rejects.toThrow(
    /SQLite 3\.51\.2 of Node .* is older than 3\.51\.3, .*run npm install @photostructure\/sqlite@1/,
  );
  await expect(chooseLibrary({ own: () => undefined, peer: missing })).rejects.toThrow('has no SQLite');
  expect((await chooseLibrary({ own: () => old, peer: async () => ({ DatabaseSync }) })).DatabaseSync).toBe(
    DatabaseSync,
  );
  expect([isAtLeast('3.51.3', '3.51.3'), isAtLeast('3.6.0', '3.51.3'), isAtLeast('4.0', '3.51.3')]).toEqual([
    true,
    false,
    true,
  ]);
});

test('a file that can only be read is told', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('the rights of a file do not hold for root');
  await using place = filePlace();
  await (await openFile(place.path, { peer })).close();
  chmodSync(place.path, 0o400);
  await expect(openFile(place.path, { peer })).rejects.toThrow('may not be read and written');
});
