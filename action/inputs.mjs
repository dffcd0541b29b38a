// The action's inputs, and how a command line is made of them. No shell reads any of it.

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A mistake in the workflow file; its message is for the person who wrote it. */
export class Misuse extends Error {}

const names = [
  'command',
  'package',
  'tag',
  'own-tag',
  'repository',
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
      (env[`KAKAOCERT_ACTION_${name.replaceAll('-', '_').toUpperCase()}`] ?? '').trim(),
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

/** A tag, branch or commit, as git takes it; nothing that npm would read as something else. */
const GIT_NAME = /^[\w][\w./-]*$/;
const NAME = 'kakaocert-simulator';

/**
 * The command that is the simulator's. `package` is a path: a file packed by npm, an executable, a folder. Else npm takes
 * `tag` of the repository that this action is of; the one that the action itself was named by unless given. Nothing comes
 * from a registry by our name, which somebody else could take.
 * KAKAOCERT_ACTION_CLI, a JSON array, is for the tests of the action: they run what was built here.
 */
export function simulatorCommand(inputs, env) {
  if (env.KAKAOCERT_ACTION_CLI !== undefined) return JSON.parse(env.KAKAOCERT_ACTION_CLI);
  if (process.platform === 'win32') {
    throw new Misuse('this action runs on Linux and macOS; on Windows start the executable yourself');
  }
  if (inputs.package !== '') return ofPath(inputs.package);
  const tag = inputs.tag || inputs['own-tag'];
  if (!GIT_NAME.test(tag) || inputs.repository === '') {
    throw new Misuse(`tag: "${tag}" is no tag of this action's repository; give one, or a path with package`);
  }
  const server = env.GITHUB_SERVER_URL || 'https://github.com';
  return ['npx', '--yes', `--package=git+${server}/${inputs.repository}.git#${tag}`, '--', NAME];
}

function ofPath(path) {
  if (path.startsWith('-') || !existsSync(path)) throw new Misuse(`package: there is no file "${path}"`);
  const isProgram = statSync(path).isFile() && !/\.t(ar\.)?gz$/.test(path);
  return isProgram ? [resolve(path)] : ['npx', '--yes', `--package=${resolve(path)}`, '--', NAME];
}
