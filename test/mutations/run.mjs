// `npm run test:mutations`: makes the simulator wrong, one place at a time, and asks the contract suite whether it notices.
// Usage: node test/mutations/run.mjs [part of what is wrong]. Exit 1 if a fault goes unnoticed or can't be made.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load, root } from '../../tools/esbuild.mjs';
import { mutations } from './table.mjs';

/** A source, with one file's text changed where a mutation is given. */
async function bundle(entry, mutation) {
  let made = mutation === undefined;
  const loaded = await load(entry, {
    logLevel: 'error',
    plugins: [
      {
        name: 'mutation',
        setup({ onLoad }) {
          if (mutation === undefined) return;
          const wanted = resolve(root, mutation.file);
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (path !== wanted) return undefined;
            const text = readFileSync(path, 'utf8');
            const contents = text.replace(mutation.find, () => mutation.replace);
            made = contents !== text;
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  if (!made) throw new Error(`${mutation.file} holds no ${mutation.find}`);
  return loaded;
}

const [part = ''] = process.argv.slice(2);
const chosen = mutations.filter(({ what }) => what.includes(part));
const { runContract, contractCases } = await bundle('contracts/index.ts');
/** What judges a whole run, not a case. */
const COVERAGE = 'suite.coverage';
const known = new Set([COVERAGE, ...contractCases.map(({ id }) => id)]);

/** Whether the case meant for a fault notices it, and what it says. */
async function judge(mutation) {
  const { noticedBy } = mutation;
  if (!known.has(noticedBy)) throw new Error(`there is no case ${noticedBy}`);
  const { createSimulator } = await bundle('simulator/index.ts', mutation);
  const cases = contractCases.filter(({ id }) => noticedBy === COVERAGE || id === noticedBy);
  const results = await runContract(await createSimulator(), { cases });
  const result = results.find(({ case: { id } }) => id === noticedBy);
  if (result === undefined) return { noticed: false, says: `${noticedBy} found nothing` };
  // A simulator that merely crashes has not been caught at breaking a promise.
  const noticed = result.verdict === 'broken' && !/^\w*Error: /.test(result.why);
  return { noticed, says: `${noticedBy}: ${result.why || result.verdict}` };
}

const { createSimulator } = await bundle('simulator/index.ts');
const wrongly = (await runContract(await createSimulator())).filter(({ verdict }) => verdict !== 'kept');
for (const { case: one, why } of wrongly) console.log(`the unchanged simulator: ${one.id}: ${why}`);

let missed = 0;
for (const mutation of chosen) {
  const { noticed, says } = await judge(mutation).catch(({ message }) => ({
    noticed: false,
    says: message,
  }));
  if (!noticed) missed += 1;
  console.log(`${noticed ? 'noticed  ' : 'UNNOTICED'}  ${mutation.what}\n           ${says.slice(0, 140)}`);
}
console.log(`\n${chosen.length - missed} of ${chosen.length} deliberate faults noticed`);
process.exitCode = missed > 0 || wrongly.length > 0 || chosen.length === 0 ? 1 : 0;
