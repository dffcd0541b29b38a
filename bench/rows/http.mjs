// Rows over loopback HTTP: the status poll and the whole flow against both bare servers, and the poll's latency.
// People take turns: a thousand waiting receipts are polled, and the flow runs for one person and for many.

import * as bars from '../bars.mjs';
import { compare } from '../lib/compare.mjs';
import { flowScript, pollScript, tokenOf, waitingReceipts } from '../lib/flow.mjs';
import { withServers } from '../lib/servers.mjs';
import { pairedRatio, short } from '../lib/stats.mjs';
import { rateRow } from '../lib/table.mjs';

/** Until the optimising compiler has settled, ms. */
const WARMUP = 3_000;

const BARE = 'bare Fastify';
const TOGETHER = 'bare that writes together';

const asWaiting = (answers) => ({ ...answers, status: answers.waiting });

/** The three servers as sides of a comparison, all under one script. */
const sidesOf = ({ ours, bare, together }, script) => [
  { name: 'ours', ...ours, script },
  { name: BARE, ...bare, script },
  { name: TOGETHER, ...together, script },
];

const againstBoth = (what, seen, { bare, together }) =>
  [
    [BARE, bare],
    [TOGETHER, together],
  ].map(([name, bar]) =>
    rateRow(`${what} / ${name}`, pairedRatio(seen.ours.rates, seen[name].rates), bar, seen.ours, seen[name]),
  );

/** So many receipts are polled in turn: those of a program at work, whose answers are remembered from poll to poll. */
const POLLED = 1_000;
/** More than are remembered. */
const MANY_POLLED = 10_000;

async function pollSides(servers, count = POLLED) {
  const token = await tokenOf(servers.ours.port);
  const ids = await waitingReceipts(servers.ours.port, token, count);
  return sidesOf(servers, () => pollScript(token, ids));
}

export const poll = ({ bundles, load, smoke, rounds, ms, log }) =>
  withServers(bundles, asWaiting, async (servers) => {
    const timing = { rounds, ms, warmup: smoke ? ms : WARMUP };
    const seen = await compare(load, await pollSides(servers), { ...timing, log });
    const many = smoke ? POLLED : MANY_POLLED;
    const all = await compare(load, await pollSides(servers, many), { ...timing, log });
    const what = `status poll, ${many.toLocaleString('en-US')} receipts`;
    return [...againstBoth('status poll', seen, bars.poll), ...againstBoth(what, all, {})];
  });

export const flow = ({ bundles, load, smoke, rounds, ms, log }) =>
  withServers(
    bundles,
    (answers) => answers,
    async (servers) => {
      const token = await tokenOf(servers.ours.port);
      const rows = [];
      for (const people of [1, smoke ? 100 : 1_000]) {
        // Everybody has been there once before anything counts: a person's certificate is made once.
        const timing = { rounds, ms, warmup: smoke ? ms : WARMUP, least: people };
        const sides = sidesOf(servers, () => flowScript(token, people));
        const seen = await compare(load, sides, { ...timing, log });
        const [who, bare] =
          people === 1
            ? ['1 person', bars.flow.onePerson]
            : [`${people.toLocaleString('en-US')} people`, bars.flow.manyPeople];
        rows.push(...againstBoth(`flow per call, ${who}`, seen, { bare }));
      }
      return rows;
    },
  );

/** What one of few or many callers waits for a poll. */
export const latency = ({ bundles, load, smoke, rounds, ms, log }) =>
  withServers(bundles, asWaiting, async (servers) => {
    const sides = await pollSides(servers);
    const rows = [];
    for (const connections of [1, 4, 64]) {
      const timing = { rounds, ms, warmup: smoke ? ms : WARMUP, connections, latency: true };
      const seen = await compare(load, sides, { ...timing, log });
      const written = ({ p50, p99 }) => `p50 ${short(p50)}, p99 ${short(p99)} ms`;
      for (const name of [BARE, TOGETHER]) {
        rows.push({
          what: `poll p50, ${connections} connection${connections === 1 ? '' : 's'} / ${name}`,
          value: pairedRatio(seen.ours.p50s, seen[name].p50s),
          unit: '×',
          ours: written(seen.ours),
          reference: written(seen[name]),
        });
      }
    }
    return rows;
  });
