// A store on a server that several machines share: Redis, or Valkey, which speaks the same.

import { StoreProblem } from '../problem.js';
import type { Store } from '../store.js';
import { createConnection, type RedisLibrary } from './connection.js';
import { createRedisStore } from './store.js';
import { createVerbs, type Verbs } from './verbs.js';

/** The package that speaks with the server: an optional peer. */
const REDIS_PACKAGE = '@redis/client';
/** What every key begins with, unless given. */
const STORE_PREFIX = 'kakaocert-simulator';

export interface RedisOptions {
  /** Loads the optional peer; rejects where it is not installed. */
  readonly load: () => Promise<unknown>;
  readonly prefix?: string | undefined;
}

/** How long the first connection may take, ms. */
const FIRST = 5000;
/** What is written under a prefix: one more with every change that older ones can't read. */
const SCHEMA = 1;

/** Opens the store at a `redis:` or `rediss:` URL. Rejects with a StoreProblem of one line, which shows no password. */
export async function openRedis(url: string, { load, prefix = STORE_PREFIX }: RedisOptions): Promise<Store> {
  const place = placeOf(url);
  const library = await loaded(load);
  const connection = createConnection(library, url, place);
  const base = `{${prefix}}:`;
  const verbs = createVerbs(connection, base, place);
  try {
    await connection.open(FIRST);
    await lookAtSchema(verbs, place, prefix);
    return createRedisStore(verbs, connection, base);
  } catch (error) {
    connection.close();
    if (error instanceof StoreProblem) throw error;
    const { message } = error as Error;
    throw new StoreProblem(
      `${place} can't be used (${message.replace(/\.$/, '')}); look at the address, the password and whether it runs`,
      { cause: error },
    );
  }
}

/** A server's address without what opens it. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.hostname === '')
    throw new StoreProblem('the address of a Redis server is redis://HOST:PORT, with rediss: over TLS');
  return `${parsed.protocol}//${parsed.hostname}:${parsed.port || 6379}${parsed.pathname.replace(/^\/$/, '')}`;
}

async function loaded(load: () => Promise<unknown>): Promise<RedisLibrary> {
  try {
    return (await load()) as RedisLibrary;
  } catch (error) {
    throw new StoreProblem(`it needs a package; run npm install ${REDIS_PACKAGE}@6`, { cause: error });
  }
}

async function lookAtSchema({ run }: Verbs, place: string, prefix: string): Promise<void> {
  const schema = Number(await run('open', '', [String(SCHEMA)]));
  if (schema > SCHEMA)
    throw new StoreProblem(
      `${place} holds "${prefix}" of a newer version (schema ${schema}; this one knows ${SCHEMA}); install that version, or give another --store-prefix`,
    );
}
