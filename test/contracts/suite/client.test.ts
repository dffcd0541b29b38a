import { expect, test } from 'vitest';
import * as client from '../../../client/index.js';
import { contractCases, runContract } from '../../../contracts/index.js';
import { createSimulator } from '../../../simulator/index.js';

const cases = contractCases.filter(({ needs }) => needs?.includes('client'));

test('the client keeps its promises', async () => {
  const results = await runContract({ ...(await createSimulator()), client }, { cases });
  expect(results.length).toBeGreaterThan(30);
  expect(results.filter(({ verdict }) => verdict !== 'kept').map(({ case: { id }, why }) => [id, why])).toEqual([]);
});
