import { expect, test } from 'vitest';
import { scenarios } from '../../scorecard/scenarios/index.js';
import knownFaults from './known-faults.json' with { type: 'json' };
import { caught } from './proofs.js';

// A scenario that nobody fails proves nothing. wrong-clients.test.ts plays the wrong clients; that the official SDKs fail
// where known-faults.json says so, .ci/gates/conformance.mjs plays.

test('every scenario is proved: a wrong client or an official SDK is caught by it', () => {
  const bySdk = Object.values(knownFaults).flatMap((causes) =>
    Object.values<readonly string[]>(causes).flat(),
  );
  const proved = new Set([...caught.map(({ scenario }) => scenario), ...bySdk]);
  expect(scenarios.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
});

test('no wrong client is caught by a scenario that does not exist', () => {
  const ids = new Set(scenarios.map(({ id }) => id));
  expect(caught.filter(({ scenario }) => !ids.has(scenario))).toEqual([]);
});
