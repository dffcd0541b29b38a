#!/usr/bin/env node
// The command line. Commands stand in one table; `start` is meant where none is named, and waits for none of the others
// to be loaded.

import { version } from '../simulator/version.js';
import { describeFlags, UsageError } from './flags.js';
import { guardOutput } from './output.js';
import { start, startFlags } from './start.js';

interface Command {
  readonly summary: string;
  /** What stands after the flags. */
  readonly rest?: string;
  readonly help: () => string | Promise<string>;
  readonly run: (argv: readonly string[]) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  start: { summary: 'serve the simulator (default)', help: () => describeFlags(startFlags), run: start },
  exec: {
    summary: 'run a command whose SDKs reach a simulator of its own, with no address in it',
    rest: ' -- <command> [args…]',
    help: async () => describeFlags((await import('./exec.js')).execFlags),
    run: async (argv) => (await import('./exec.js')).exec(argv),
  },
  contract: {
    summary: 'judge a simulator, the live service or a fake by the contract',
    help: async () => (await import('./contract.js')).contractHelp(describeFlags),
    run: async (argv) => (await import('./contract.js')).contract(argv),
  },
  conformance: {
    summary: 'judge a client in any language: its scorecard',
    rest: ' -- <command> [args…]',
    help: async () => describeFlags((await import('./conformance-flags.js')).conformanceFlags),
    run: async (argv) => (await import('./conformance.js')).conformance(argv),
  },
  'signed-data': {
    summary: 'look at a signedData, verify it, convert it, file it as evidence',
    rest: ' inspect|verify|to-der|evidence [file|-]',
    help: async () => (await import('./signed-data.js')).signedDataHelp(),
    run: async (argv) => (await import('./signed-data.js')).signedDataCommand(argv),
  },
};

const usage = (): string => `kakaocert-simulator ${version}: a local kakaoCert, for development and tests.

Usage: kakaocert-simulator [command] [flags]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`)
  .join('\n')}

"kakaocert-simulator <command> --help" lists the flags of a command.
`;

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'start', ...rest] = argv;
  if (['--version', '-v'].includes(first)) return print(`${version}\n`);
  if (['--help', '-h', 'help'].includes(first))
    return print(`${usage()}\nFlags of start:\n${describeFlags(startFlags)}\n`);
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
    return print(
      `Usage: kakaocert-simulator ${name} [flags]${command.rest ?? ''}\n\n${await command.help()}\n`,
    );
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
