// A program without an adapter: run once to its end, and judged by what the journal found. One verdict for each finding
// rule and each service that the program used, and one for how it ended.

import { setTimeout as after } from 'node:timers/promises';
import {
  authentications,
  type Operation,
  type OperationName,
  operations,
  printableLines,
  type ServiceName,
  serviceNames,
  type Text,
} from '../contracts/protocol/index.js';
import type { FindingRule } from '../simulator/core/finding-rule.js';
import { findingRules, rulesOf } from '../simulator/core/findings.js';
import { defaultTenant } from '../simulator/core/tenant.js';
import { type CallView, createSimulator, type Finding } from '../simulator/index.js';
import { version } from '../simulator/version.js';
import { describeEnd, type Ended, NotStarted, startGroup } from './adapter/process-group.js';
import { compared, NOTHING } from './compared.js';
import { Interrupted } from './expectations.js';
import type { ScenarioInfo, Scorecard, Verdict } from './scorecard.js';
import { scorecardOf, withExpectations } from './scores.js';
import { type Surroundings, scorecardCall } from './stage.js';

export interface JournalOptions {
  readonly command: readonly string[];
  readonly surroundings: Surroundings;
  /** Who signs, e.g. `immediate`. */
  readonly sign: string;
  /** The most that the program may take, ms. */
  readonly timeout: number;
  readonly services: readonly ServiceName[];
  readonly expectFail: readonly string[];
  readonly interrupt: AbortSignal;
  /** What the program prints, as it comes. */
  readonly output: (bytes: Uint8Array) => void;
}

const SHOWN_CALLS = 20;
const STDERR_LINES = 15;

const infoOf = ({ id, words, source }: FindingRule): ScenarioInfo => ({
  id: `finding.${id}`,
  group: 'journal',
  promise: { en: `Gives no cause for the finding ${id}.`, ko: `오용 감지 "${id}"에 해당하지 않습니다.` },
  fault: { cause: `finding.${id}`, words },
  practice: words,
  source,
});

const ending: ScenarioInfo = {
  id: 'program.ends',
  group: 'journal',
  promise: { en: 'Ends by itself, with exit code 0.', ko: '종료 코드 0으로 스스로 끝납니다.' },
  fault: {
    cause: 'program.ends',
    words: { en: 'did not end by itself with exit code 0', ko: '종료 코드 0으로 끝나지 않음' },
  },
  practice: {
    en: 'What it did before it failed is judged, but not what it would have done: fix it first.',
    ko: '실패하기 전까지의 동작만 평가됩니다. 먼저 프로그램을 고치십시오.',
  },
  source: 'the exit code',
};

/** What can be judged without an adapter, in the order of every report. */
export const journalScenarios: readonly ScenarioInfo[] = [ending, ...findingRules.map(infoOf)];

/**
 * Runs the program and resolves with its scorecard; one without verdicts if it never reached the simulator. Rejects with
 * NotStarted if it could not be started.
 */
export async function runJournal(options: JournalOptions): Promise<Scorecard> {
  const started = Date.now();
  const simulator = await createSimulator({ sign: options.sign, plain: true });
  try {
    const listening = await simulator.listen({ host: '127.0.0.1', tlsPort: 0, proxyPort: 0 });
    const { env, remove } = options.surroundings(listening);
    try {
      const addresses = { KAKAOCERT_AUTH_URL: listening.url, KAKAOCERT_SERVICE_URL: listening.url };
      const { end, stderr } = await runToEnd(options, { ...env, ...addresses });
      const tenant = await simulator.control.tenant(defaultTenant.clientCode);
      const program = {
        calls: await tenant.calls(),
        findings: await tenant.findings(),
        started,
        end,
        stderr,
      };
      return scorecardOf(
        {
          client: options.command.join(' '),
          mode: 'journal',
          about: '',
          startedAt: new Date(started).toISOString(),
          simulatorVersion: version,
        },
        verdictsOf(program, options),
      );
    } finally {
      remove();
    }
  } finally {
    await simulator.close();
  }
}

async function runToEnd(
  { command, timeout, interrupt, output }: JournalOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly end: Ended | 'timeout'; readonly stderr: string }> {
  const group = startGroup(command, env, interrupt);
  group.child.stdin.end();
  group.child.stdout.on('data', output);
  group.child.stderr.on('data', (text: string) => output(Buffer.from(text)));
  const timer = new AbortController();
  const end = await Promise.race([
    group.ended,
    after(timeout, 'timeout' as const, { signal: timer.signal }).catch(() => 'timeout' as const),
  ]);
  timer.abort();
  await group.stop();
  if (interrupt.aborted) throw new Interrupted();
  if (end !== 'timeout' && 'missing' in end) throw new NotStarted(end.missing);
  return { end, stderr: group.stderr() };
}

interface Program {
  readonly calls: readonly CallView[];
  readonly findings: readonly Finding[];
  readonly started: number;
  readonly end: Ended | 'timeout';
  readonly stderr: string;
}

function verdictsOf(program: Program, { services, expectFail, timeout }: JournalOptions): readonly Verdict[] {
  const called = new Set(program.calls.map(({ operation }) => serviceOf(operation)));
  const reached = serviceNames.filter((service) => services.includes(service) && called.has(service));
  // One that never got a token, e.g. an SDK that speaks an old version, is judged by how it asked for one.
  const onlyAsked = called.size === 1 && called.has(undefined) && program.findings.length > 0;
  const used = onlyAsked ? services.slice(0, 1) : reached;
  const [first] = used;
  if (first === undefined) return [];
  const verdicts = used.flatMap((service) => [
    ...(service === first ? [endVerdict(program, first, timeout)] : []),
    ...findingRules.map((rule) => ruleVerdict(program, rule, service, first)),
  ]);
  return verdicts.map((verdict) => withExpectations(verdict, expectFail));
}

/** Which service an operation belongs to; undefined for tokens and the like, which serve all. */
function serviceOf(name: OperationName | null): ServiceName | undefined {
  if (name === null) return undefined;
  const { service }: Operation = operations[name];
  return service;
}

const notExercised = ({ atLeast = 1 }: FindingRule): Text => ({
  en: `not exercised: it made no ${atLeast === 1 ? 'call' : `${atLeast} calls`} that could have shown it`,
  ko: `확인 안 됨: 이를 확인할 수 있는 호출이 ${atLeast}건 이상 없음`,
});

const right = {
  result: 'right',
  cause: null,
  ...compared(NOTHING, NOTHING),
  calls: [],
  findings: [],
  stderr: '',
  duration: 0,
} as const;

/** Whether enough calls of these could have shown it. */
const isExercised = (rule: FindingRule, calls: readonly CallView[]): boolean =>
  calls.filter(({ operation, outcome }) => operation !== null && couldShow(rule, operation, outcome))
    .length >= (rule.atLeast ?? 1);

const couldShow = (rule: FindingRule, operation: OperationName, outcome: string): boolean => {
  const { refusals } = authentications[operations[operation].authentication];
  const isProven = !refusals.some((family) => outcome.startsWith(`${family}.`));
  return rulesOf(operation, isProven).includes(rule);
};

function ruleVerdict(program: Program, rule: FindingRule, service: ServiceName, first: ServiceName): Verdict {
  const base = { scenario: infoOf(rule), service, ...right };
  const isOfService = (operation: OperationName | null) => (serviceOf(operation) ?? first) === service;
  const these = program.findings.filter(
    ({ id, operation }) => id === rule.id && isOfService(operation as OperationName),
  );
  if (these.length === 0) {
    const own = program.calls.filter(({ operation }) => isOfService(operation));
    return isExercised(rule, own)
      ? base
      : { ...base, result: 'skipped', ...compared(notExercised(rule), NOTHING) };
  }
  const at = new Set(these.map(({ call }) => call));
  const calls = program.calls.filter(({ number }) => at.has(number));
  return {
    ...base,
    result: 'wrong',
    cause: `finding.${rule.id}`,
    ...compared(
      {
        en: `${rule.id}: ${calls.length === 1 ? 'one call' : `${these.length} calls`}`,
        ko: `${rule.id}: 호출 ${calls.length === 1 ? 1 : these.length}건`,
      },
      { en: 'no such call', ko: '이런 호출이 없음' },
    ),
    calls: calls.slice(0, SHOWN_CALLS).map((call) => scorecardCall(call, program.started)),
  };
}

function howItEnded(end: Ended | 'timeout', timeout: number): Text {
  if (end === 'timeout') {
    return {
      en: `it had not ended after ${timeout / 1000} s`,
      ko: `${timeout / 1000}초가 지나도 끝나지 않음`,
    };
  }
  const { en, ko } = describeEnd(end);
  return { en: `it ${en}`, ko };
}

function endVerdict({ end, stderr, started }: Program, service: ServiceName, timeout: number): Verdict {
  const base = { scenario: ending, service, ...right, duration: Date.now() - started };
  if (end !== 'timeout' && 'code' in end && end.code === 0) return base;
  return {
    ...base,
    result: 'wrong',
    cause: 'program.ends',
    ...compared(howItEnded(end, timeout), {
      en: 'an end by itself, with exit code 0',
      ko: '스스로 종료 코드 0으로 끝남',
    }),
    stderr: printableLines(stderr.trimEnd().split('\n').slice(-STDERR_LINES).join('\n')),
  };
}
