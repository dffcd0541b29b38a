// Rows over loopback HTTP: the status poll, and the whole flow, each against the bare server.

import { compare } from '../lib/compare.mjs';
import { flowScript, pollScript, tokenOf } from '../lib/flow.mjs';
import { withBoth } from '../lib/servers.mjs';
import { pairedRatio } from '../lib/stats.mjs';
import { rateRow } from '../lib/table.mjs';

export async function poll({ bundles, load, rounds, ms, log }) {
  return withBoth(
    bundles,
    (answers) => ({ ...answers, status: answers.waiting }),
    async (ours, bare, answers) => {
      const token = await tokenOf(ours.port);
      const script = () => pollScript(token, [answers.waiting.receiptID]);
      const sides = [
        { name: 'ours', ...ours, script },
        { name: 'bare', ...bare, script },
      ];
      const { ours: a, bare: b } = await compare(load, sides, { rounds, ms, log });
      return [rateRow('status poll / bare Fastify', pairedRatio(a.rates, b.rates), 0.75, a, b)];
    },
  );
}

export const flow = async ({ bundles, load, rounds, ms, log }) =>
  withBoth(
    bundles,
    (answers) => answers,
    async (ours, bare) => {
      const token = await tokenOf(ours.port);
      const rows = [];
      for (const people of [1, 1_000]) {
        const script = () => flowScript(token, people);
        const sides = [
          { name: 'ours', ...ours, script },
          { name: 'bare', ...bare, script },
        ];
        // Certificates are made once for each person, before anything counts.
        const warmup = people === 1 ? ms : Math.max(ms, 4_000);
        const { ours: a, bare: b } = await compare(load, sides, { rounds, ms, warmup, log });
        const who = people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`;
        rows.push(rateRow(`flow per call, ${who} / bare Fastify`, pairedRatio(a.rates, b.rates), 0.5, a, b));
      }
      return rows;
    },
  );
