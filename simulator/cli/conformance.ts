// `kakaocert-simulator conformance -- <command>`: the scorecard of a client. stdout is the report's alone; progress goes
// to stderr. Exit code 0: nothing wrong but what was expected, 1: something wrong, 2: it could not be judged.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import type { Card, Verdict } from '../conformance/card.js';
import { cardProfiles } from '../conformance/card.js';
import type { RunOptions } from '../conformance/run.js';
import type { Scenario } from '../conformance/scenario.js';
import { nearest } from './nearest.js';
import { type Flags, type FlagValues, readFlags, UsageError } from './options.js';

const REPORTS = ['junit', 'json', 'markdown', 'html'] as const;
const LANGUAGES = ['en', 'ko'] as const;
const MOST_JOBS = 64;
const MOST_SECONDS = 3600;

export const conformanceFlags: Flags = {
  profile: {
    type: 'string',
    value: '<profile>',
    multiple: true,
    help: `judge these flows alone: ${cardProfiles.join(', ')} (all that the client supports)`,
  },
  report: { type: 'string', value: '<kind>', help: `${REPORTS.join(', ')} (text for a terminal)` },
  out: { type: 'string', value: '<file>', help: 'write the report there' },
  reports: {
    type: 'string',
    value: '<folder>',
    help: 'write every kind there: junit.xml, card.json, summary.md, report.html',
  },
  'expect-fail': {
    type: 'string',
    value: '<id,…>',
    multiple: true,
    help: 'scenarios known to be wrong; one that turned right fails the run',
  },
  only: { type: 'string', value: '<id,…>', multiple: true, help: 'play these scenarios alone' },
  jobs: { type: 'string', value: '<n>', help: 'how many at a time (4, or twice the cores if that is less)' },
  timeout: { type: 'string', value: '<seconds>', help: 'the most for one scenario (60)' },
  language: { type: 'string', value: '<en|ko>', help: 'of the text for a terminal (en)' },
  list: { type: 'boolean', help: 'print the scenarios and end' },
};

/** Judges the client and resolves with the exit code. */
export async function conformance(argv: readonly string[]): Promise<number> {
  const dashes = argv.indexOf('--');
  const command = dashes < 0 ? [] : argv.slice(dashes + 1);
  const flags = readFlags(dashes < 0 ? argv : argv.slice(0, dashes), conformanceFlags, process.env);
  const { scenarios } = await import('../conformance/scenarios/index.js');
  const read = readChoices(flags, scenarios);
  if (flags.list === true) return print(listOf(read.scenarios));
  if (command.length === 0) {
    throw new UsageError('conformance: name your client after --, e.g. conformance -- node adapter.mjs');
  }
  // Before the run, which takes minutes, and not after it.
  const folder = flags.reports;
  if (typeof folder === 'string') written('reports', folder, () => mkdirSync(folder, { recursive: true }));
  const [{ execSurroundings }, { runConformance, NotFound }] = await Promise.all([
    import('./exec-surroundings.js'),
    import('../conformance/run.js'),
  ]);
  const interrupted = listenForInterrupt();
  // Each stage has its own clean-up at the end of the process.
  process.setMaxListeners(read.jobs * 4 + 10);
  try {
    const card = await runConformance({
      ...read,
      command,
      surroundings: execSurroundings,
      interrupt: interrupted.signal,
      progress,
    });
    await report(card, flags);
    return card.exitCode;
  } catch (error) {
    if (interrupted.by() !== undefined) return 128 + constants.signals[interrupted.by() ?? 'SIGINT'];
    if (error instanceof NotFound) throw new UsageError(`conformance: ${error.message}`);
    throw error;
  } finally {
    interrupted.stop();
  }
}

type Choices = Pick<RunOptions, 'scenarios' | 'profiles' | 'expectFail' | 'jobs' | 'timeout'>;

function readChoices(flags: FlagValues, scenarios: readonly Scenario[]): Choices {
  const profiles = (flags.profile ?? []) as readonly string[];
  for (const profile of profiles) oneOf('profile', profile, cardProfiles);
  if (typeof flags.report === 'string') oneOf('report', flags.report, REPORTS);
  if (typeof flags.language === 'string') oneOf('language', flags.language, LANGUAGES);
  if (flags.out !== undefined && flags.report === undefined) {
    throw new UsageError(`--out: say what to write with --report ${REPORTS.join('|')}`);
  }
  const ids = scenarios.map(({ id }) => id);
  const expectFail = readIds(flags, 'expect-fail', ids);
  const only = readIds(flags, 'only', ids);
  return {
    scenarios: only.length === 0 ? scenarios : scenarios.filter(({ id }) => only.includes(id)),
    profiles: cardProfiles.filter((profile) => profiles.length === 0 || profiles.includes(profile)),
    expectFail,
    jobs: readCount(flags, 'jobs', MOST_JOBS) ?? Math.min(4, availableParallelism() * 2),
    timeout: (readCount(flags, 'timeout', MOST_SECONDS) ?? 60) * 1000,
  };
}

function oneOf<T extends string>(flag: string, given: string, words: readonly T[]): T {
  const word = words.find((one) => one === given);
  if (word === undefined) throw new UsageError(`--${flag}: "${given}" is none of ${words.join(', ')}`);
  return word;
}

function readCount(flags: FlagValues, flag: string, most: number): number | undefined {
  const given = flags[flag];
  if (given === undefined) return undefined;
  const count = /^\d{1,6}$/.test(String(given)) ? Number(given) : 0;
  if (count < 1 || count > most) throw new UsageError(`--${flag}: "${given}" is no number from 1 to ${most}`);
  return count;
}

/** Ids separated by commas; one that is not known is refused with those that look like it. */
function readIds(flags: FlagValues, flag: string, known: readonly string[]): readonly string[] {
  const given = ((flags[flag] ?? []) as readonly string[])
    .flatMap((list) => list.split(','))
    .map((id) => id.trim());
  for (const id of given.filter((one) => one !== '' && !known.includes(one))) {
    throw new UsageError(
      `--${flag}: there is no scenario "${id}"; near it: ${nearest(id, known).join(', ')}`,
    );
  }
  return given.filter((id) => id !== '');
}

const listOf = (scenarios: readonly Scenario[]): string =>
  scenarios
    .map(
      ({ id, profiles = cardProfiles, promise }) =>
        `${id.padEnd(30)}${profiles.join(',').padEnd(16)}${promise.en}\n`,
    )
    .join('');

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

const progress = ({ result, profile, scenario, seen, duration }: Verdict): void => {
  const why = result === 'right' ? '' : `: ${seen.split('\n')[0]}`;
  process.stderr.write(`${result.padEnd(9)}${profile.padEnd(6)}${scenario.id} (${duration} ms)${why}\n`);
};

/** Writes, or says in one line why it can't. */
function written(flag: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UsageError(`--${flag}: "${path}" can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function report(card: Card, flags: FlagValues): Promise<void> {
  const [{ renderReport, renderTerminal }, { writeReports }] = await Promise.all([
    import('../conformance/reports/index.js'),
    import('../conformance/reports/files.js'),
  ]);
  const kind = REPORTS.find((one) => one === flags.report);
  const language = LANGUAGES.find((one) => one === flags.language) ?? 'en';
  const color = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const toFile = typeof flags.out === 'string' ? flags.out : undefined;
  if (kind !== undefined && toFile !== undefined) {
    written('out', toFile, () => writeFileSync(toFile, renderReport(kind, card)));
  }
  const folder = flags.reports;
  if (typeof folder === 'string') written('reports', folder, () => writeReports(folder, card));
  process.stdout.write(
    kind === undefined || toFile !== undefined
      ? renderTerminal(card, { color, language })
      : renderReport(kind, card),
  );
}

type Ending = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

interface Interrupt {
  readonly signal: AbortSignal;
  readonly by: () => Ending | undefined;
  readonly stop: () => void;
}

/** The first signal ends every client; a second one ends this process at once, and its clients with it. */
function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let by: Ending | undefined;
  const hear = (signal: NodeJS.Signals) => {
    if (by !== undefined) process.exit(1);
    by = signal as Ending;
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, hear);
  return {
    signal: controller.signal,
    by: () => by,
    stop: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}
