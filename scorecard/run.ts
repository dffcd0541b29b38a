// Plays all scenarios with one client, several at a time, and reports them in a stable order. If the first scenario of a
// service shows that the client does not answer at all, the others of that service are skipped.

import { randomBytes } from 'node:crypto';
import type { ServiceName, Text } from '../contracts/protocol/index.js';
import { createTlsChain } from '../simulator/pki/tls-chain.js';
import { version } from '../simulator/version.js';
import { NotStarted } from './adapter/process-group.js';
import { actualOf, compared, NOTHING } from './compared.js';
import { infoOf, type Judged, type JudgeOptions, judge } from './judge.js';
import type { Scenario } from './scenario.js';
import type { Scorecard, Verdict } from './scorecard.js';
import { scorecardOf, withExpectations } from './scores.js';

export interface RunOptions extends JudgeOptions {
  readonly scenarios: readonly Scenario[];
  readonly services: readonly ServiceName[];
  readonly expectFail: readonly string[];
  readonly jobs: number;
  /** Called after each verdict. */
  readonly progress: (verdict: Verdict) => void;
}

interface Task {
  readonly scenario: Scenario;
  readonly service: ServiceName;
}

/** Plays them all and resolves with the scorecard. Rejects with NotStarted if the client could not be started. */
export async function runConformance(options: RunOptions): Promise<Scorecard> {
  const { scenarios, services, command } = options;
  const startedAt = new Date().toISOString();
  const tasks = services.flatMap((service) =>
    scenarios
      .filter((scenario) => scenario.services?.includes(service) ?? true)
      .map((scenario): Task => ({ scenario, service })),
  );
  const tlsChain = await createTlsChain({ now: () => Date.now(), bytes: randomBytes });
  const done = new Map<Task, Judged>();
  const play = async (task: Task) => {
    const judged = await judge(task.scenario, task.service, { ...options, tlsChain });
    if (judged.notFound) throw new NotStarted(actualOf(judged.verdict));
    done.set(task, judged);
    options.progress(withExpectations(judged.verdict, options.expectFail));
  };

  const probes = tasks.filter(({ scenario }) => scenario.probe === true);
  await inParallel(probes, options.jobs, play);
  const hopeless = new Map(probes.map((probe) => [probe.service, reasonToSkip(done.get(probe))]));
  const rest = tasks.filter((task) => !done.has(task) && hopeless.get(task.service) === undefined);
  // Those that wait longest begin first, so that the others fill the time.
  const ordered = [...rest].sort(
    (one, other) => Number(other.scenario.slow ?? false) - Number(one.scenario.slow ?? false),
  );
  await inParallel(ordered, options.jobs, play);

  const verdicts = tasks.map(
    (task) => done.get(task)?.verdict ?? skipped(task, hopeless.get(task.service) ?? NOTHING),
  );
  return scorecardOf(
    {
      client: command.join(' '),
      mode: 'adapter',
      about: [...done.values()].find(({ about }) => about !== '')?.about ?? '',
      startedAt,
      simulatorVersion: version,
    },
    verdicts.map((verdict) => withExpectations(verdict, options.expectFail)),
  );
}

/** Why the rest of a service is not worth playing, after its first scenario. */
function reasonToSkip(judged: Judged | undefined): Text | undefined {
  if (judged === undefined) return undefined;
  const { verdict, spoke } = judged;
  if (verdict.result === 'skipped') return actualOf(verdict);
  return spoke
    ? undefined
    : {
        en: `not played: the client never spoke the adapter protocol (see ${verdict.scenario.id})`,
        ko: `실행 안 함: 클라이언트가 어댑터 프로토콜로 응답한 적이 없음(${verdict.scenario.id} 참고)`,
      };
}

const skipped = ({ scenario, service }: Task, why: Text): Verdict => ({
  scenario: infoOf(scenario),
  service,
  result: 'skipped',
  cause: null,
  ...compared(why, NOTHING),
  calls: [],
  findings: [],
  stderr: '',
  duration: 0,
});

/** Works through a list, so many at a time; the first fault ends it. */
async function inParallel<T>(
  list: readonly T[],
  jobs: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const queue = [...list];
  const lane = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
  };
  const lanes = Array.from({ length: Math.min(jobs, queue.length) }, async () => {
    try {
      await lane();
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  });
  // All lanes come to their end before the fault is told, so nothing is left running.
  const failed = (await Promise.allSettled(lanes)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
