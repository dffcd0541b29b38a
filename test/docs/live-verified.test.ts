import { expect, test } from 'vitest';
import { contractCases, recordingText, runContract, writeRecording } from '../../contracts/index.js';
import { fidelityLedger } from '../../contracts/protocol/index.js';
import { createSimulator } from '../../simulator/index.js';
import { liveVerifiedSource } from '../../tools/docs/tables.js';

const EMPTY = 'export const liveVerifiedOn: Readonly<Record<string, string>> = {};\n';

/** A run as if the live service had answered: nothing in these cases gives the simulator away. */
async function recorded(target: string, day: string): Promise<string> {
  const cases = contractCases.filter(({ id }) => ['time.text', 'token.missing'].includes(id));
  const results = await runContract(await createSimulator({ plain: true }), { cases });
  return recordingText(
    writeRecording(results, { target, at: Date.parse(`${day}T00:00:00Z`), secrets: [], people: [] }),
  );
}

test('a recording of the live service dates the rows that it verified; the newest day counts', async () => {
  const texts = [await recorded('live', '2026-12-02'), await recorded('live', '2026-12-01')];
  const source = liveVerifiedSource(EMPTY, texts);
  expect(source).toContain("  'operation:time': '2026-12-02',\n");
  expect(source).toContain("  'error:token.missing': '2026-12-02',\n");
  const dates = Object.fromEntries(
    [...source.matchAll(/'([^']+)': '(\d{4}-\d\d-\d\d)'/g)].map(([, row = '', day = '']) => [row, day]),
  );
  const verified = fidelityLedger(dates).filter(({ fidelity }) => fidelity === 'live-verified');
  expect(verified.map(({ row }) => row).sort()).toEqual(Object.keys(dates).sort());
  expect(liveVerifiedSource(source, [])).toBe(EMPTY);
});

test('a recording of anything else verifies nothing', async () => {
  expect(liveVerifiedSource(EMPTY, [await recorded('sim', '2026-12-01')])).toBe(EMPTY);
});
