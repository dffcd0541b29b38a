// Rows over loopback HTTP: the status poll, and the whole flow, each against the bare server.
// People take turns: a thousand waiting receipts are polled, and the flow runs for one person and for many.

import { compare } from '../lib/compare.mjs';
import { flowScript, pollScript, tokenOf, waitingReceipts } from '../lib/flow.mjs';
import { withBoth } from '../lib/servers.mjs';
import { pairedRatio } from '../lib/stats.mjs';
import { rateRow } from '../lib/table.mjs';

/** Until the optimising compiler has settled, ms. */
const WARMUP = 3_000;

export async function poll({ bundles, load, smoke, rounds, ms, log }) {
  return withBoth(
    bundles,
    (answers) => ({ ...answers, status: answers.waiting }),
    async (ours, bare) => {
      const token = await tokenOf(ours.port);
      const ids = await waitingReceipts(ours.port, token, 1_000);
      const script = () => pollScript(token, ids);
      const sides = [
        { name: 'ours', ...ours, script },
        { name: 'bare', ...bare, script },
      ];
      const { ours: a, bare: b } = await compare(load, sides, {
        rounds,
        ms,
        warmup: smoke ? ms : WARMUP,
        log,
      });
      return [rateRow('status poll / bare Fastify', pairedRatio(a.rates, b.rates), 0.75, a, b)];
    },
  );
}

export const flow = async ({ bundles, load, smoke, rounds, ms, log }) =>
  withBoth(
    bundles,
    (answers) => answers,
    async (ours, bare) => {
      const token = await tokenOf(ours.port);
      const rows = [];
      for (const people of [1, smoke ? 100 : 1_000]) {
        const script = () => flowScript(token, people);
        const sides = [
          { name: 'ours', ...ours, script },
          { name: 'bare', ...bare, script },
        ];
        // Everybody has been there once before anything counts: a person's certificate is made once.
        const warm = { warmup: smoke ? ms : WARMUP, least: people };
        const { ours: a, bare: b } = await compare(load, sides, { rounds, ms, ...warm, log });
        const who = people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`;
        rows.push(rateRow(`flow per call, ${who} / bare Fastify`, pairedRatio(a.rates, b.rates), 0.5, a, b));
      }
      return rows;
    },
  );
