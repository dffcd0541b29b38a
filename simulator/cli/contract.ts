// `kakaocert-simulator contract`: judges the simulator, the live service or anybody's fake by the contract.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractCase } from '../../contracts/kit/case.js';
import type { CaseResult } from '../../contracts/kit/run.js';
import type { Target } from '../../contracts/kit/target.js';
import { createSimulator } from '../simulator.js';
import { type Flags, readFlags, UsageError } from './options.js';

const liveNames = 'KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY, KAKAOCERT_CLIENT_CODE';

export const contractFlags: Flags = {
  target: {
    type: 'string',
    value: 'sim|live|<url>',
    help: `who is judged: a simulator made for this run (sim), the service that ${liveNames} open (live), or an address`,
  },
  only: { type: 'string', value: '<text>', multiple: true, help: 'only cases whose id holds this text' },
  list: { type: 'boolean', help: 'print the cases and end' },
  json: { type: 'boolean', help: 'print the results as one JSON document' },
  parallel: { type: 'string', value: '<number>', help: 'how many cases run at a time (1)' },
  'call-real-hosts': {
    type: 'boolean',
    help: 'really call the live service: it costs points and sends messages. Without it, live only lists what it would do',
  },
  person: { type: 'boolean', help: 'live: somebody is at the phone and signs when asked' },
  calls: { type: 'string', value: '<number>', help: 'live: at most so many calls (300)' },
  messages: {
    type: 'string',
    value: '<number>',
    help: 'live: at most so many messages to the receiver (10)',
  },
};

/** What the live target reads from the environment, for --help. */
export async function contractHelp(describeFlags: (flags: Flags) => string): Promise<string> {
  const { liveVariables } = await import('../../contracts/kit/live.js');
  const rows = Object.entries(liveVariables).map(([name, what]) => `  ${name.padEnd(30)}${what}`);
  return `${describeFlags(contractFlags)}\n\nThe live service, from the environment:\n${rows.join('\n')}`;
}

interface Wanted {
  readonly target: Target;
  readonly parallel: number;
}

/** Runs the contract; 0 if nothing is broken, 1 if something is. */
export async function contract(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv, contractFlags, process.env);
  const { contractCases } = await import('../../contracts/kit/cases/index.js');
  const cases = chooseCases(contractCases, (flags.only ?? []) as readonly string[]);
  if (flags.list === true) return print(`${cases.map(listed).join('\n')}\n`);
  const parallel = readCount(flags.parallel, '--parallel', 1);
  const name = String(flags.target ?? 'sim');
  if (name === 'live') {
    const { planLive, liveWanted } = await import('./contract-live.js');
    if (flags['call-real-hosts'] !== true) return print(await planLive(cases, process.env));
    const wanted = liveWanted(process.env, {
      calls: readCount(flags.calls, '--calls', 300),
      messages: readCount(flags.messages, '--messages', 10),
      hasPerson: flags.person === true,
      say,
      sleep: async (ms) => void (await sleep(ms)),
      readFile: (path) => readFileSync(path, 'utf8'),
    });
    return judge(cases, { target: wanted, parallel: 1 }, flags.json === true);
  }
  const target = await openTarget(name, flags['call-real-hosts'] === true);
  return judge(cases, { target, parallel }, flags.json === true);
}

async function openTarget(name: string, allowRealHosts: boolean): Promise<Target> {
  if (name === 'sim') return createSimulator();
  if (!/^https?:\/\//.test(name)) {
    throw new UsageError(
      `--target: "${name}" is none of sim, live, or an address like http://127.0.0.1:9080`,
    );
  }
  const url = name.replace(/\/+$/, '');
  const { KAKAOCERT_SIM_TOKEN: token } = process.env;
  return {
    url,
    allowRealHosts,
    sleep: async (ms) => void (await sleep(ms)),
    ...(token === undefined ? {} : { controlPlane: { url, token } }),
  };
}

async function judge(cases: readonly ContractCase[], wanted: Wanted, asJson: boolean): Promise<number> {
  const [{ runContract }, { renderContract, contractJson }] = await Promise.all([
    import('../../contracts/kit/run.js'),
    import('../../contracts/kit/report.js'),
  ]);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  let done = 0;
  const onResult = ({ case: { id }, verdict }: CaseResult) => {
    done += 1;
    if (verdict === 'broken' || done % 50 === 0 || done === cases.length) {
      say(`${done}/${cases.length}${verdict === 'broken' ? `  broken: ${id}` : ''}`);
    }
  };
  try {
    const results = await runContract(wanted.target, {
      cases,
      parallel: wanted.parallel,
      onResult,
      signal: stop.signal,
    }).catch((error: unknown) => {
      // A target that isn't one is a mistake on the command line.
      if (error instanceof TypeError) throw new UsageError(`--target: ${error.message}`);
      throw error;
    });
    print(asJson ? `${JSON.stringify(contractJson(results), null, 2)}\n` : renderContract(results));
    if (stop.signal.aborted) say(`stopped after ${results.length} of ${cases.length} cases`);
    return stop.signal.aborted || results.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function chooseCases(all: readonly ContractCase[], only: readonly string[]): readonly ContractCase[] {
  const chosen = all.filter(({ id }) => only.length === 0 || only.some((text) => id.includes(text)));
  if (chosen.length > 0) return chosen;
  throw new UsageError(`--only: no case has "${only.join('", "')}" in its id; --list prints them all`);
}

const listed = ({ id, promise, needs = [], fidelity }: ContractCase): string =>
  `${id.padEnd(46)} ${fidelity.padEnd(9)} ${promise}${needs.length === 0 ? '' : ` [${needs.join(', ')}]`}`;

function readCount(given: unknown, flag: string, otherwise: number): number {
  if (given === undefined) return otherwise;
  const text = String(given);
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${flag}: "${text}" is no number from 1 to 999999`);
  return Number(text);
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
