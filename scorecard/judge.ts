// Plays one scenario with one client. There is always a verdict, also if the client fails or hangs.

import { printable, printableLines, type ServiceName, type Text } from '../contracts/protocol/index.js';
import type { TlsChain } from '../simulator/pki/chain.js';
import { compared, NOTHING } from './compared.js';
import { Interrupted, Skipped, Wrong } from './expectations.js';
import { PATIENCE, type Scenario, SLOW_PATIENCE, type Stage } from './scenario.js';
import type { ScenarioInfo, Verdict } from './scorecard.js';
import { type OpenStage, openStage, type Surroundings } from './stage.js';

export interface JudgeOptions {
  readonly command: readonly string[];
  readonly surroundings: Surroundings;
  /** The TLS door's certificates, one chain for all scenarios. */
  readonly tlsChain?: TlsChain;
  /** The most that a scenario may take, ms. */
  readonly timeout: number;
  readonly interrupt: AbortSignal;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly about: string;
  /** Whether the client said anything in the protocol; if never, it isn't worth asking again. */
  readonly spoke: boolean;
  /** The command could not be started. */
  readonly notFound: boolean;
}

/** Lines of stderr that a verdict shows. */
const STDERR_LINES = 15;

/** Plays it. Rejects with Interrupted, and with nothing else but faults of our own. */
export async function judge(
  scenario: Scenario,
  service: ServiceName,
  { command, surroundings, tlsChain, timeout, interrupt }: JudgeOptions,
): Promise<Judged> {
  const started = performance.now();
  const limit = AbortSignal.timeout(timeout);
  const patience = Math.min(scenario.slow === true ? SLOW_PATIENCE : PATIENCE, timeout);
  const simulator = { ...scenario.simulator?.(), ...(tlsChain === undefined ? {} : { tlsChain }) };
  const opened = await openStage({ service, command, surroundings, simulator, patience, limit, interrupt });
  try {
    const outcome = await outcomeOf(scenario, opened);
    const { calls, findings } = await opened.journal();
    await opened.process.end();
    const isRight = outcome.result === 'right';
    return {
      about: printable(opened.process.about()),
      spoke: opened.process.spoke(),
      notFound: opened.process.ending() === 'notFound',
      verdict: {
        scenario: infoOf(scenario),
        service,
        ...outcome,
        calls,
        findings: findings.filter(({ id }) => !(scenario.causes ?? []).includes(id)),
        stderr: isRight ? '' : lastLines(opened.process.stderr()),
        duration: Math.round(performance.now() - started),
      },
    };
  } finally {
    await opened.close();
  }
}

/** The end of what a client wrote to stderr. Its words come to a terminal and into reports, so they are made harmless. */
const lastLines = (stderr: string) =>
  printableLines(stderr.trimEnd().split('\n').slice(-STDERR_LINES).join('\n'));

type Outcome = Pick<Verdict, 'result' | 'cause' | 'actual' | 'expected' | 'korean'>;

async function outcomeOf(scenario: Scenario, { stage }: OpenStage): Promise<Outcome> {
  const outcome = await played(scenario, stage);
  // Only its calls tell, so it has to be played to know.
  const why = await scenario.unplayable?.(stage);
  return why === undefined ? outcome : skippedFor(why);
}

const skippedFor = (why: Text): Outcome => ({
  result: 'skipped',
  cause: null,
  ...compared(why, NOTHING),
});

async function played(scenario: Scenario, stage: Stage): Promise<Outcome> {
  try {
    await scenario.play(stage);
    return { result: 'right', cause: null, ...compared(NOTHING, NOTHING) };
  } catch (error) {
    if (error instanceof Wrong) {
      const cause = error.because ?? scenario.fault.cause;
      return { result: 'wrong', cause, ...compared(error.actual, error.expected) };
    }
    if (error instanceof Skipped) {
      return skippedFor(error.words);
    }
    if (error instanceof Interrupted) throw error;
    throw new Error(`The scenario ${scenario.id} itself failed: ${String(error)}`, { cause: error });
  }
}

/** What a scorecard says of a scenario, without the means to play it. */
export const infoOf = ({ id, group, promise, fault, practice, source }: Scenario): ScenarioInfo => ({
  id,
  group,
  promise,
  fault,
  practice,
  source,
});
