import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import {
  chooseLibrary,
  type Library,
  type Row,
  type Statement,
  type Value,
} from '../../simulator/store/sqlite/driver.js';
import { openFile } from '../../simulator/store/sqlite/open.js';
import { filePlace, peer } from '../simulator/store/engines.js';
import { createCaller, NOON, requested } from '../support/caller.js';

// What a call costs a file: statements are counted, for times say little on a busy machine.

/** The library, with every statement that is run written down by its first two words. */
async function createCounted() {
  const { DatabaseSync } = await chooseLibrary({ peer });
  const ran: string[] = [];
  const told = (sql: string, statement: Statement): Statement => {
    const words = /^\s*(\w+ \w+)/.exec(sql)?.[1] ?? sql;
    const tell = <T>(answer: T): T => {
      ran.push(words);
      return answer;
    };
    return {
      run: (...values: readonly Value[]) => tell(statement.run(...values)),
      get: (...values: readonly Value[]): Row | undefined => tell(statement.get(...values)),
      all: (...values: readonly Value[]): readonly Row[] => tell(statement.all(...values)),
    };
  };
  class Counted extends DatabaseSync {
    override prepare(sql: string): Statement {
      return told(sql, super.prepare(sql));
    }
  }
  const library: Library = { DatabaseSync: Counted };
  return { library, taken: () => ran.splice(0) };
}

test('a poll is three statements of a file, a verify four: two are read, and what was decided is one step', async () => {
  await using place = filePlace();
  const { library, taken } = await createCounted();
  const store = await openFile(place.path, { own: () => library, peer });
  await using simulator = await createSimulator({ store, now: () => NOON });
  const tenant = await simulator.tenant();
  const caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant });
  const bearer = { authorization: await caller.authorization() };
  const ids = [await requested(caller, requestCMS()), await requested(caller, requestCMS())];
  for (const id of ids) {
    await tenant.receipts.sign(id);
    // The parts of the trail are there from now on, and everybody knows that nobody listens.
    await caller.get(`/SignDirectDebit/Status/${id}`, bearer);
    if (id === ids[0]) await caller.get(`/SignDirectDebit/Verify/${id}`, bearer);
  }
  const statementsOf = async (path: string) => {
    taken();
    expect((await caller.get(path, bearer)).status).toBe(200);
    // Who listens is looked up a few times a second, whoever calls.
    return taken().filter((words) => words !== 'SELECT listening');
  };
  // A second look is a finding: with it too.
  const READS = ['SELECT version', 'SELECT version'];
  expect(await statementsOf(`/SignDirectDebit/Status/${ids[1]}`)).toEqual([...READS, 'INSERT INTO']);
  expect(await statementsOf(`/SignDirectDebit/Status/${ids[1]}`)).toEqual([...READS, 'INSERT INTO']);
  expect(await statementsOf(`/SignDirectDebit/Verify/${ids[1]}`)).toEqual([
    ...READS,
    'UPDATE record',
    'INSERT INTO',
  ]);
  expect((await tenant.findings()).map(({ id }) => id)).toContain('poll.afterFinal');
  await store.close();
});
