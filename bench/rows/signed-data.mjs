// Rows of the signature: signedData per second against bare crypto.sign, a new person's certificate, verifying.

import * as bars from '../bars.mjs';
import { bundleOptional } from '../lib/bundle.mjs';
import { startWorker } from '../lib/processes.mjs';
import { median, pairedRatio, short, whole } from '../lib/stats.mjs';
import { limitRow, skippedRow } from '../lib/table.mjs';

export async function signedData({ bundles, smoke, rounds, ms, log }) {
  const verifier = await bundleOptional(bundles.folder, 'signed-data', 'contracts/signed-data/index.ts');
  const people = smoke ? 100 : 1_000;
  const hostile = smoke ? 500 : 20_000;
  const worker = startWorker('children/signing.mjs');
  try {
    log(`${people} people's certificates, then ours and bare crypto.sign in turns`);
    const job = { internals: bundles.internals, verifier, people, hostile, rounds, ms: smoke ? 100 : ms / 2 };
    const { certificates, one, all, verify, slowest, noVerify } = await worker.ask(job);
    const [first, ...others] = certificates;
    const cold = others.slice(0, 20);
    return [
      ratioRow('signedData, 1 person / bare crypto.sign', one, bars.signedData.onePerson),
      ratioRow(`signedData, ${whole(people)} people / bare crypto.sign`, all, bars.signedData.manyPeople),
      limitRow(
        "a new person's certificate and first signedData",
        median(others),
        ' ms',
        bars.certificate,
        `first ${short(first)} ms, next ${cold.length} ${short(median(cold))} ms`,
      ),
      verify === undefined
        ? skippedRow('a verifier made once', noVerify ?? 'contracts/signed-data/index.ts is not there yet')
        : ratioRow('a verifier made once / bare crypto.verify', verify, bars.signedData.verifier),
      ...(slowest === undefined
        ? []
        : [
            limitRow(
              `the slowest of ${whole(hostile)} tampered signedData to be refused`,
              slowest,
              ' ms',
              bars.hostile,
            ),
          ]),
    ];
  } finally {
    await worker.stop();
  }
}

const ratioRow = (what, { ours, bare }, atLeast) => ({
  what,
  value: pairedRatio(ours, bare),
  unit: '×',
  atLeast,
  ours: `${whole(median(ours))}/s`,
  reference: `${whole(median(bare))}/s`,
});
