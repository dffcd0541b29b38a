// `kakaocert-simulator contract`: judges the simulator, the live service or anybody's fake by the contract.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractCase } from '../contracts/suite/case.js';
import type { CaseResult } from '../contracts/suite/result.js';
import type { Target } from '../contracts/suite/target.js';
import { createSimulator } from '../simulator/simulator.js';
import { type Flags, type FlagValues, readFlags, UsageError } from './flags.js';

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
  record: {
    type: 'string',
    value: '<file|folder>',
    help: 'write what travelled to a new file, with every secret and personal value replaced',
  },
  replay: {
    type: 'string',
    value: '<file>',
    help: 'play the cases of a recording and print what is not as it was recorded',
  },
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
  const { liveVariables } = await import('../contracts/suite/live.js');
  const rows = Object.entries(liveVariables).map(([name, what]) => `  ${name.padEnd(30)}${what}`);
  return `${describeFlags(contractFlags)}\n\nThe live service, from the environment:\n${rows.join('\n')}`;
}

/** Who is judged, and what of that no recording may hold. */
interface Wanted {
  readonly target: Target;
  readonly name: string;
  readonly parallel: number;
  readonly secrets: readonly string[];
  readonly people: readonly string[];
}

/** Runs the contract; 0 if nothing is broken and nothing drifted, else 1. */
export async function contract(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv, contractFlags, process.env);
  const { contractCases } = await import('../contracts/suite/cases/index.js');
  const cases = chooseCases(contractCases, (flags.only ?? []) as readonly string[]);
  if (flags.list === true) return print(`${cases.map(listed).join('\n')}\n`);
  const name = String(flags.target ?? 'sim');
  if (name === 'live' && flags['call-real-hosts'] !== true) {
    const { planLive } = await import('./contract-live.js');
    return print(await planLive(cases, process.env));
  }
  const wanted = name === 'live' ? await openLive(flags) : await openTarget(name, flags);
  try {
    return typeof flags.replay === 'string'
      ? await replayAgainst(wanted, flags.replay, flags.json === true)
      : await judge(cases, wanted, flags);
  } catch (error) {
    const { CheckInRefused } = await import('../contracts/suite/check-in.js');
    if (!(error instanceof CheckInRefused)) throw error;
    const { describeRefusedCheckIn } = await import('./contract-live.js');
    say(describeRefusedCheckIn(error));
    return 2;
  }
}

async function openLive(flags: FlagValues): Promise<Wanted> {
  const { liveWanted } = await import('./contract-live.js');
  const { target, secrets, people } = liveWanted(process.env, {
    calls: readCount(flags.calls, '--calls', 300),
    messages: readCount(flags.messages, '--messages', 10),
    hasPerson: flags.person === true,
    say,
    sleep: (ms) => sleep(ms),
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  // Under `exec` the real names lead to a simulator: what is recorded there verifies nothing.
  const name = process.env.KAKAOCERT_SIM_URL === undefined ? 'live' : 'stand-in';
  // One phone, one person: nothing runs at the same time.
  return { target, name, parallel: 1, secrets, people };
}

async function openTarget(name: string, flags: FlagValues): Promise<Wanted> {
  const common = { name, parallel: readCount(flags.parallel, '--parallel', 1), people: [] };
  if (name === 'sim') return { ...common, target: await createSimulator(), secrets: [] };
  if (!/^https?:\/\//.test(name)) {
    throw new UsageError(
      `--target: "${name}" is none of sim, live, or an address like http://127.0.0.1:9080`,
    );
  }
  const url = name.replace(/\/+$/, '');
  // An empty variable is as none.
  const token = process.env.KAKAOCERT_SIM_TOKEN || undefined;
  const target: Target = {
    url,
    allowRealHosts: flags['call-real-hosts'] === true,
    sleep: (ms) => sleep(ms),
    ...(token === undefined ? {} : { controlPlane: { url, token } }),
  };
  return { ...common, target, secrets: token === undefined ? [] : [token] };
}

/** A target that isn't one is a mistake on the command line. */
const orUsage = <T>(run: Promise<T>): Promise<T> =>
  run.catch((error: unknown) => {
    if (error instanceof TypeError) throw new UsageError(`--target: ${error.message}`);
    throw error;
  });

async function judge(cases: readonly ContractCase[], wanted: Wanted, flags: FlagValues): Promise<number> {
  const [{ runContract }, { renderContract, contractJson }] = await Promise.all([
    import('../contracts/suite/run.js'),
    import('../contracts/suite/report.js'),
  ]);
  const at = Date.now();
  const { record, recordingPath } = await import('./contract-record.js');
  const path = typeof flags.record === 'string' ? recordingPath(flags.record, wanted.name, at) : undefined;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { target, parallel } = wanted;
    const run = runContract(target, {
      cases,
      parallel,
      onResult: progress(cases.length),
      signal: stop.signal,
    });
    const results = await orUsage(run);
    print(
      flags.json === true ? `${JSON.stringify(contractJson(results), null, 2)}\n` : renderContract(results),
    );
    if (path !== undefined) {
      const { name: target, secrets, people } = wanted;
      const dropped = record(results, { target, at, secrets, people }, path);
      say(`recorded, redacted, in ${path}`);
      if (dropped.length > 0) say(`not recorded, because something personal was left: ${dropped.join(', ')}`);
    }
    if (stop.signal.aborted) say(`stopped after ${results.length} of ${cases.length} cases`);
    return stop.signal.aborted || results.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function replayAgainst({ target }: Wanted, path: string, asJson: boolean): Promise<number> {
  const { openRecording, replayed } = await import('./contract-record.js');
  const { drifts, text } = await orUsage(replayed(openRecording(path), target));
  print(asJson ? `${JSON.stringify(drifts, null, 2)}\n` : text);
  return drifts.length === 0 ? 0 : 1;
}

/** Says every fiftieth case, every broken one, and the last. */
function progress(total: number): (result: CaseResult) => void {
  let done = 0;
  return ({ case: { id }, verdict }) => {
    done += 1;
    if (verdict === 'broken' || done % 50 === 0 || done === total) {
      say(`${done}/${total}${verdict === 'broken' ? `  broken: ${id}` : ''}`);
    }
  };
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

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
