// The action's inputs, and how a command line is made of them. No shell reads any of it.

import { readFileSync } from 'node:fs';

/** A mistake in the workflow file; its message is for the person who wrote it. */
export class Misuse extends Error {}

const names = [
  'command',
  'version',
  'package',
  'args',
  'port',
  'client',
  'service',
  'expect-fail',
  'reports',
];

/** Every input by its name, trimmed; empty where it wasn't given. */
export const readInputs = (env) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      (env[`KAKAOCERT_ACTION_${name.replace('-', '_').toUpperCase()}`] ?? '').trim(),
    ]),
  );

/** Words as a shell splits them, in quotes or not; nothing is expanded. */
export function wordsOf(line, name) {
  if (/["']/.test(line.replaceAll(/"[^"]*"|'[^']*'/g, ''))) {
    throw new Misuse(`${name}: a quote is not closed in: ${line}`);
  }
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );
}

/** Ids or services, by commas, blanks or lines. */
export const listOf = (text) => text.split(/[\s,]+/).filter((one) => one !== '');

const own = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The command that is the simulator's. Without inputs it is the version that this action stands beside.
 * KAKAOCERT_ACTION_CLI, a JSON array, is for the tests of the action: they run what was built here.
 */
export function simulatorCommand(inputs, env) {
  if (env.KAKAOCERT_ACTION_CLI !== undefined) return JSON.parse(env.KAKAOCERT_ACTION_CLI);
  if (process.platform === 'win32') {
    throw new Misuse('this action runs on Linux and macOS; on Windows call npx kakaocert-simulator yourself');
  }
  const { name, version } = own();
  const spec =
    inputs.package === '' ? `${name}@${inputs.version === '' ? version : inputs.version}` : inputs.package;
  if (spec.startsWith('-')) throw new Misuse(`package: "${spec}" is no package`);
  return ['npx', '--yes', `--package=${spec}`, '--', name];
}
