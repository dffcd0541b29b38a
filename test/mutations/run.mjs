// `npm run test:mutations`: makes the simulator or the client wrong, one place at a time, and asks the contract suite
// whether it notices; the doctor and the completion too, and asks their tests.
// Usage: node test/mutations/run.mjs [part of what is wrong]. Exit 1 if a fault goes unnoticed or can't be made.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load, root } from '../../tools/esbuild.mjs';
import { failingTests, judgeByTest } from './by-tests.mjs';
import { cliMutations } from './cli-table.mjs';
import { clientMutations } from './client-table.mjs';
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
/** What can be made wrong: the entry that is bundled with the fault in it, and its faults. */
const roots = { simulator: mutations, client: clientMutations };
const chosen = Object.entries(roots).flatMap(([root, faults]) =>
  faults.filter(({ what }) => what.includes(part)).map((fault) => ({ root, ...fault })),
);
const { runContract, contractCases } = await bundle('contracts/index.ts');
const whole = { simulator: await bundle('simulator/index.ts'), client: await bundle('client/index.ts') };

/** A new simulator and the client, one of them with a fault in it where one is given. */
async function targetWith(mutation) {
  const made =
    mutation === undefined ? {} : { [mutation.root]: await bundle(`${mutation.root}/index.ts`, mutation) };
  const { simulator, client } = { ...whole, ...made };
  return { ...(await simulator.createSimulator()), client };
}
/** What judges a whole run, not a case. */
const COVERAGE = 'suite.coverage';
const known = new Set([COVERAGE, ...contractCases.map(({ id }) => id)]);

/** Whether the case meant for a fault notices it, and what it says. */
async function judge(mutation) {
  const { noticedBy } = mutation;
  if (!known.has(noticedBy)) throw new Error(`there is no case ${noticedBy}`);
  const cases = contractCases.filter(({ id }) => noticedBy === COVERAGE || id === noticedBy);
  const results = await runContract(await targetWith(mutation), { cases });
  const result = results.find(({ case: { id } }) => id === noticedBy);
  if (result === undefined) return { noticed: false, says: `${noticedBy} found nothing` };
  // What merely crashes has not been caught at breaking a promise.
  const noticed = result.verdict === 'broken' && !/^\w*Error: /.test(result.why);
  return { noticed, says: `${noticedBy}: ${result.why || result.verdict}` };
}

const wrongly = (await runContract(await targetWith())).filter(({ verdict }) => verdict !== 'kept');
for (const { case: one, why } of wrongly) console.log(`without a fault: ${one.id}: ${why}`);

const chosenOfCli = cliMutations.filter(({ what }) => what.includes(part));
const failing = await failingTests(new Set(chosenOfCli.map(({ test }) => test)));
for (const one of failing) console.log(`without a fault: ${one}`);

let missed = 0;
const judged = [
  ...chosen.map((mutation) => [mutation, judge]),
  ...chosenOfCli.map((mutation) => [mutation, judgeByTest]),
];
for (const [mutation, judgeIt] of judged) {
  const { noticed, isSkipped, says } = await judgeIt(mutation).catch(({ message }) => ({
    noticed: false,
    says: message,
  }));
  if (!noticed) missed += 1;
  const word = noticed ? 'noticed  ' : 'UNNOTICED';
  console.log(`${isSkipped ? 'skipped  ' : word}  ${mutation.what}\n           ${says.slice(0, 140)}`);
}
console.log(`\n${judged.length - missed} of ${judged.length} deliberate faults noticed`);
const isWhole = missed === 0 && wrongly.length === 0 && failing.length === 0 && judged.length > 0;
process.exitCode = isWhole ? 0 : 1;
