import { beforeAll, expect, test } from 'vitest';
import * as client from '../../../client/index.js';
import { contractCases, type LedgerRow, runContract } from '../../../contracts/index.js';
import { createCatalogue, serviceNames } from '../../../contracts/protocol/index.js';
import { coverageFaults, judgeCoverage, type Witness } from '../../../contracts/suite/coverage.js';
import { idsByCode, witnessedIn } from '../../../contracts/suite/witness.js';
import { createSimulator } from '../../../simulator/index.js';

// A row is held by a case that saw it: a claim alone, an arranged refusal, or a refused call holds nothing.

let whole: readonly Witness[];

beforeAll(async () => {
  const results = await runContract({ ...(await createSimulator()), client });
  whole = contractCases.map(({ id, holds }, at) => {
    const { witnessed } = results[at] ?? {};
    if (witnessed === undefined) throw new Error(`${id} did not run.`);
    return { id, holds, witnessed };
  });
});

/** The run, with a change of what its cases hold and saw. */
const changed = (change: (witness: Witness) => Witness) => coverageFaults(whole.map(change));
const without = (rows: ReadonlySet<LedgerRow>, row: LedgerRow) =>
  new Set([...rows].filter((one) => one !== row));

test('every operation is held by its 200 and every error by its refusal', () => {
  expect(coverageFaults(whole)).toEqual([]);
});

test('an operation that never answered 200 is named, whatever cases say', () => {
  const row = 'operation:totalPoint';
  const faults = changed(({ witnessed, ...rest }) => ({
    ...rest,
    witnessed: { ...witnessed, rows: without(witnessed.rows, row) },
  }));
  expect(faults).toEqual([
    'operation:totalPoint is held by no case that got its 200.',
    'The case totalPoint.answered says that it holds operation:totalPoint, but it got no 200 of it.',
  ]);
});

test('the cases of methods, which are refused, hold no operation', () => {
  const methods = whole.filter(({ id }) => id.startsWith('errors.method.'));
  expect(methods.length).toBeGreaterThan(10);
  expect(coverageFaults(methods).filter((fault) => fault.startsWith('operation:'))).toHaveLength(
    methods.length,
  );
});

test('an error that came only because it was arranged is not held', () => {
  const row = 'error:person.notMember';
  const faults = changed(({ witnessed: { rows, arranged }, ...rest }) => ({
    ...rest,
    witnessed: rows.has(row)
      ? { rows: without(rows, row), arranged: new Set([...arranged, row] as const) }
      : { rows, arranged },
  }));
  expect(faults[0]).toBe(
    'error:person.notMember is held by no case that was refused with it without arranging that.',
  );
  expect(faults.slice(1)).toHaveLength(serviceNames.length);
});

test('what nobody claims is not held, even where it was seen by the way', () => {
  const faults = changed(({ holds, ...rest }) => ({
    ...rest,
    holds: holds.filter((row) => row !== 'error:receipt.foreign'),
  }));
  expect(faults).toEqual([
    'error:receipt.foreign is held by no case that was refused with it without arranging that.',
  ]);
});

test('an exception that is none any more is told', () => {
  const witnessed = { rows: new Set(['error:auth.ip'] as const), arranged: new Set<LedgerRow>() };
  const faults = coverageFaults([...whole, { id: 'token.address.free', holds: [], witnessed }]);
  expect(faults).toEqual([
    'The case token.address.free got error:auth.ip without arranging it: take onlyArranged off its row.',
  ]);
});

const refusal = (code: number) => ({
  operation: 'getCMSState' as const,
  method: 'GET',
  target: '/SignDirectDebit/Status/1',
  sent: { headers: {}, body: '' },
  answered: { status: 400, headers: {}, body: JSON.stringify({ code, message: '.' }) },
});

test('errors that share a code are told apart by the journal, and only then is it read', async () => {
  const ids = idsByCode(createCatalogue());
  const shared = await witnessedIn([refusal(-31010010)], { arranged: new Set(), ids }, async () => [
    'ok',
    'receipt.foreign',
  ]);
  expect([...shared.rows]).toEqual(['error:receipt.foreign']);
  const unread = () => Promise.reject(new Error('The journal was read.'));
  const arranged = await witnessedIn(
    [refusal(-31010020)],
    { arranged: new Set(['verify.notSigned']), ids },
    unread,
  );
  expect([[...arranged.rows], [...arranged.arranged]]).toEqual([[], ['error:verify.notSigned']]);
});

test('a run that is not whole, not kept or not against a simulator says nothing about coverage', async () => {
  const results = await runContract(await createSimulator(), { cases: contractCases.slice(0, 5) });
  expect(results).toHaveLength(5);
  expect(judgeCoverage({ hasControl: true }, results)).toBeUndefined();
});

test('a simulator whose journal calls a foreign receipt unknown fails the run by name', async () => {
  const simulator = await createSimulator();
  const fetch: typeof simulator.fetch = async (url, init) => {
    const answer = await simulator.fetch(url, init);
    if (!String(url).endsWith('/calls')) return answer;
    return new Response((await answer.text()).replaceAll('receipt.foreign', 'receipt.unknown'), answer);
  };
  const controlPlane = { url: 'http://kakaocert-simulator.test', fetch };
  const results = await runContract({ fetch: simulator.fetch, controlPlane, client });
  expect(results.filter(({ verdict }) => verdict !== 'kept').map(({ case: { id } }) => id)).toEqual([
    'suite.coverage',
  ]);
  expect(results.at(-1)?.why).toContain('error:receipt.foreign is held by no case');
});
