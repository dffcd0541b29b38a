// `command: conformance`: the scorecard of a client, its reports in a folder, its summary on the page of the run.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs, summarize } from './github.mjs';
import { listOf, Misuse, simulatorCommand, wordsOf } from './inputs.mjs';

/** Judges the client; the scorecard's own exit code, so that the step fails where it does. */
export async function conformance(inputs, env) {
  const client = wordsOf(inputs.client, 'client');
  if (client.length === 0) throw new Misuse('client: name the command to judge, e.g. node adapter.mjs');
  const folder = inputs.reports || 'kakaocert-conformance';
  const paths = {
    scorecard: 'scorecard.json',
    junit: 'junit.xml',
    html: 'report.html',
    summary: 'summary.md',
  };
  for (const [key, file] of Object.entries(paths)) paths[key] = join(folder, file);
  // What stands there from a run before must not pass for the result of this one.
  for (const path of Object.values(paths)) rmSync(path, { force: true });

  const [command, ...own] = simulatorCommand(inputs, env);
  // Whatever a client prints must not be taken for a command to the runner.
  const resume = randomUUID();
  console.log(`::stop-commands::${resume}`);
  const code = await run(command, [
    ...own,
    'conformance',
    '--reports',
    folder,
    ...listOf(inputs.service).flatMap((service) => ['--service', service]),
    ...listOf(inputs['expect-fail']).flatMap((id) => ['--expect-fail', id]),
    ...wordsOf(inputs.args, 'args'),
    '--',
    ...client,
  ]).finally(() => console.log(`::${resume}::`));
  if (existsSync(paths.summary)) summarize(readFileSync(paths.summary, 'utf8'), env);
  if (existsSync(paths.scorecard)) {
    const { scores } = JSON.parse(readFileSync(paths.scorecard, 'utf8'));
    setOutputs({ score: scores.map(scoreOf).join(', '), junit: paths.junit, html: paths.html }, env);
  }
  return code;
}

const scoreOf = ({ service, right, wrong, expected, fixed }) =>
  `${service} ${right + fixed}/${right + wrong + expected + fixed}`;

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => reject(new Misuse(`${command}: ${error.message}`)));
    child.once('close', (code) => resolve(code ?? 2));
  });
}
