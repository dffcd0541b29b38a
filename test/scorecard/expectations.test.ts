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
  await expect(checkVerifiedOnce(stageOf(1, []), { en: 'one', ko: '1회' })).resolves.toBeUndefined();
});

test('a second Verify of the program is told from a repetition by its HTTP library', async () => {
  await expect(
    checkVerifiedOnce(stageOf(2, ['verify.twice']), { en: 'one', ko: '1회' }),
  ).rejects.toMatchObject({
    actual: { en: 'verifyCMS was called twice', ko: 'verifyCMS 호출 2회' },
    expected: { en: 'one', ko: '1회' },
  });
  await expect(
    checkVerifiedOnce(stageOf(2, ['verify.repeated']), { en: 'one', ko: '1회' }),
  ).rejects.toMatchObject({
    actual: {
      en: expect.stringMatching(/^verifyCMS was called twice: .* its HTTP library repeats a GET by itself/),
      ko: expect.stringMatching(/^verifyCMS 호출 2회: .*HTTP 라이브러리/),
    },
  });
});
