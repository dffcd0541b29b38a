#!/usr/bin/env node
// The command line: finds the command, prints help, and turns what was thrown into a line and an exit code.

import { printable, printableLines } from '../contracts/protocol/index.js';
import { version } from '../simulator/version.js';
import { commands, usage, usageOf } from './commands.js';
import { UsageError } from './flags.js';
import { languageIn, languageOfLine } from './language.js';
import { guardOutput } from './output.js';

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'start', ...rest] = argv;
  if (['--version', '-v'].includes(first)) return print(`${version}\n`);
  if (['--help', '-h', 'help'].includes(first)) return print(await usage(languageIn(rest, process.env)));
  const named = !first.startsWith('-');
  const name = named ? first : 'start';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const all = Object.keys(commands).join(', ');
    throw new UsageError({
      en: `"${first}" is no command; there are ${all}`,
      ko: `"${first}" 명령은 없습니다. 사용할 수 있는 명령: ${all}`,
    });
  }
  const flags = named ? rest : argv;
  // What stands after -- is another program's.
  const own = flags.includes('--') ? flags.slice(0, flags.indexOf('--')) : flags;
  if (own.includes('--help') || own.includes('-h'))
    return print(await usageOf(name, command, languageIn(own, process.env)));
  return command.run(flags);
}

const usageLine = ({ words: { en, ko } }: UsageError): string =>
  ({ en: `${en}. Try --help.`, ko: `${ko}. 사용법은 --help로 볼 수 있습니다.` })[languageOfLine(process)];

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

const wholeOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

guardOutput(process);
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    // What somebody else wrote, a file or an answer, may stand in it.
    const said = isUsage ? printable(usageLine(error)) : printableLines(wholeOf(error));
    process.stderr.write(`kakaocert-simulator: ${said}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
