// The engines under test: how each is opened in a place of its own, and why it can't be here, if it can't.

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../../simulator/store/memory.js';
import { openRedis } from '../../../simulator/store/redis/open.js';
import { openFile } from '../../../simulator/store/sqlite/open.js';
import type { Store } from '../../../simulator/store/store.js';
import type { OpenStore, StoreCase } from '../../../simulator/store/suite/index.js';
import { hasRedis, type RedisProgram, type RedisServer, startRedis } from '../../support/redis-server.js';

/** Where a store lives; it goes with the test. */
export interface Place extends AsyncDisposable {
  readonly open: OpenStore;
}

export interface Engine {
  readonly name: string;
  /** Which cases besides those of every store it must keep. */
  readonly is: readonly StoreCase['of'][];
  /** What is missing here, if anything. */
  readonly skip?: string;
  readonly newPlace: () => Place;
}

export const engines: readonly Engine[] = [
  {
    name: 'memory',
    is: [],
    newPlace() {
      const store = createMemoryStore();
      return { open: () => store, async [Symbol.asyncDispose]() {} };
    },
  },
  { name: 'file', is: ['shared'], newPlace: () => filePlace() },
  redisEngine('redis', 'redis-server'),
  redisEngine('valkey', 'valkey-server'),
];

/** A server that speaks the protocol of Redis. */
function redisEngine(name: string, program: RedisProgram): Engine {
  const server = sharedServer(program);
  const engine: Engine = { name, is: ['shared', 'repeating'], newPlace: () => redisPlace(server) };
  return hasRedis(program) ? engine : { ...engine, skip: `${program} is not installed` };
}

/** A server that those who need it at the same time share; it ends with the last of them. */
function sharedServer(program: RedisProgram) {
  let server: Promise<RedisServer> | undefined;
  let users = 0;
  return {
    enter(): Promise<RedisServer> {
      users += 1;
      server ??= startRedis(program);
      return server;
    },
    async leave(): Promise<void> {
      users -= 1;
      if (users > 0) return;
      const last = server;
      server = undefined;
      await (await last)?.[Symbol.asyncDispose]();
    },
  };
}

/** A prefix of its own, on a server that is started when a store is first opened. */
function redisPlace({ enter, leave }: ReturnType<typeof sharedServer>): Place {
  const prefix = randomUUID();
  const opened: Store[] = [];
  let server: Promise<RedisServer> | undefined;
  return {
    async open() {
      server ??= enter();
      const { url } = await server;
      const store = await openRedis(url, { load: () => import('@redis/client'), prefix });
      opened.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      if (server !== undefined) await leave();
    },
  };
}

/** The optional peer, for a Node that has no SQLite. */
export const peer = () => import('@photostructure/sqlite');

/** A file in a folder of its own. */
export function filePlace(): Place & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-store-'));
  const path = join(folder, 'store.db');
  const opened: Store[] = [];
  return {
    path,
    async open() {
      const store = await openFile(path, { peer });
      opened.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
