#!/usr/bin/env node
// The command line: finds the command, prints help, and turns what was thrown into a line and an exit code.

import { printable, printableLines, type Text } from '../contracts/protocol/index.js';
import { version } from '../simulator/version.js';
import { commands, usage, usageOf } from './commands.js';
import { UsageError } from './flags.js';
import { languageIn, languageOfLine } from './language.js';
import { meant } from './nearest.js';
import { guardOutput } from './output.js';

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'start', ...rest] = argv;
  if (['--version', '-v'].includes(first)) return print(`${version}\n`);
  if (first === 'help' && Object.hasOwn(commands, rest[0] ?? '')) return main([...rest, '--help']);
  if (['--help', '-h', 'help'].includes(first)) return print(await usage(languageIn(rest, process.env)));
  const named = !first.startsWith('-');
  const name = named ? first : 'start';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new UsageError(noSuchCommand(first));
  }
  const flags = named ? rest : argv;
  // What stands after -- is another program's.
  const own = flags.includes('--') ? flags.slice(0, flags.indexOf('--')) : flags;
  if (own.includes('--help') || own.includes('-h'))
    return print(await usageOf(name, command, languageIn(own, process.env)));
  return command.run(flags);
}

function noSuchCommand(word: string): Text {
  const names = Object.keys(commands);
  const near = meant(word, names);
  return near === undefined
    ? {
        en: `"${word}" is no command; there are ${names.join(', ')}`,
        ko: `"${word}" 명령은 없습니다. 사용할 수 있는 명령: ${names.join(', ')}`,
      }
    : {
        en: `"${word}" is no command; the nearest is ${near}`,
        ko: `"${word}" 명령은 없습니다. 가장 비슷한 명령: ${near}`,
      };
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
