import { test } from 'vitest';
import { createSimulator } from '../../simulator/index.js';
import { NOON } from '../support/caller.js';
import { holdsModel } from './model.js';

// CI runs 10,000; a developer a few hundred.
const numRuns = Number(process.env.KAKAOCERT_MODEL_RUNS ?? 300);

test(
  'any sequence of steps of two tenants agrees with the model of each',
  {
    timeout: numRuns * 200,
  },
  () => holdsModel(() => createSimulator({ now: () => NOON }), { numRuns }),
);
