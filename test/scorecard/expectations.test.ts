import { expect, test } from 'vitest';
import { checkVerifiedOnce } from '../../scorecard/expectations.js';
import { namesOf } from '../../scorecard/scenario.js';

/** A stage on which the client called Verify so often, with these findings. */
const stageOf = (calls: number, findings: readonly string[]): Parameters<typeof checkVerifiedOnce>[0] => ({
  names: namesOf('cms'),
  calls: async () => Array(calls).fill({}),
  tenant: { findings: async () => findings.map((id) => ({ id })) },
});

test('one Verify is one Verify', async () => {
  await expect(checkVerifiedOnce(stageOf(1, []), 'one')).resolves.toBeUndefined();
});

test('a second Verify of the program is told from a repetition by its HTTP library', async () => {
  await expect(checkVerifiedOnce(stageOf(2, ['verify.twice']), 'one')).rejects.toMatchObject({
    actual: 'verifyCMS was called twice',
    expected: 'one',
  });
  await expect(checkVerifiedOnce(stageOf(2, ['verify.repeated']), 'one')).rejects.toMatchObject({
    actual: expect.stringMatching(/^verifyCMS was called twice: .* its HTTP library repeats a GET by itself/),
  });
});
