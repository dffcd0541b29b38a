import { expect, test } from 'vitest';
import { contractCases, unheld } from '../../../contracts/index.js';
import { fidelityLedger } from '../../../contracts/protocol/index.js';
import { unknownRows } from '../../../contracts/suite/coverage.js';

test('every operation and every error id has a case', () => {
  expect(unheld(contractCases)).toEqual([]);
});

test('a case that goes missing is noticed', () => {
  const without = contractCases.filter(({ id }) => !id.includes('.expiry.verifyWindow'));
  expect(unheld(without)).toEqual(['error:verify.tooLate']);
});

test('no case holds a row that no table has', () => {
  expect(unknownRows(contractCases)).toEqual([]);
  expect(unknownRows([{ holds: ['error:no.such', 'operation:noSuch' as 'operation:time'] }])).toHaveLength(2);
});

test('a case about what is only assumed holds a row of the ledger that says so', () => {
  const ledger = new Map<string, string>(fidelityLedger().map(({ row, fidelity }) => [row, fidelity]));
  const others = contractCases.filter(
    ({ fidelity, holds, needs = [] }) =>
      // What needs the control plane or the client may be about the simulator or the client itself.
      fidelity === 'assumed' &&
      !needs.includes('control') &&
      !needs.includes('client') &&
      !holds.some((row) => ledger.get(row) === 'assumed'),
  );
  expect(others.map(({ id }) => id)).toEqual([]);
});

test('ids are unique, promises are one sentence, sources are told', () => {
  const ids = contractCases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, promise, source } of contractCases) {
    expect(promise, id).toMatch(/^[^\n]+\.$/);
    expect(source, id).not.toBe('');
  }
});
