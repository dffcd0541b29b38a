// The table of commands. `start` is loaded at once, because it is meant where no command is named; each of the others is
// loaded when it is called.

import { version } from '../simulator/version.js';
import { describeFlags } from './flags.js';
import { start, startFlags } from './start.js';

interface Command {
  readonly summary: string;
  /** What stands after the flags. */
  readonly rest?: string;
  readonly help: () => string | Promise<string>;
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** The commands by their names. */
export const commands: Readonly<Record<string, Command>> = {
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

/** The help of the whole command line. */
export const usage =
  (): string => `kakaocert-simulator ${version}: a local kakaoCert, for development and tests.

Usage: kakaocert-simulator [command] [flags]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`)
  .join('\n')}

"kakaocert-simulator <command> --help" lists the flags of a command.

Flags of start:
${describeFlags(startFlags)}
`;
