#!/usr/bin/env node
// The command line: finds the command, prints help, and turns what was thrown into a line and an exit code.

import { version } from '../simulator/version.js';
import { commands, usage, usageOf } from './commands.js';
import { UsageError } from './flags.js';
import { languageIn } from './language.js';
import { guardOutput } from './output.js';

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'start', ...rest] = argv;
  if (['--version', '-v'].includes(first)) return print(`${version}\n`);
  if (['--help', '-h', 'help'].includes(first)) return print(usage(languageIn(rest, process.env)));
  const named = !first.startsWith('-');
  const name = named ? first : 'start';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`"${first}" is no command; there are ${Object.keys(commands).join(', ')}`);
  }
  const flags = named ? rest : argv;
  // What stands after -- is another program's.
  const own = flags.includes('--') ? flags.slice(0, flags.indexOf('--')) : flags;
  if (own.includes('--help') || own.includes('-h'))
    return print(await usageOf(name, command, languageIn(own, process.env)));
  return command.run(flags);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

guardOutput(process);
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    process.stderr.write(
      isUsage
        ? `kakaocert-simulator: ${error.message}. Try --help.\n`
        : `kakaocert-simulator: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = isUsage ? 2 : 1;
  },
);
