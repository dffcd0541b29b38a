// The live service on the command line: what a run would do, tried out on a simulator first, and the run itself.

import { printableLines } from '../contracts/protocol/index.js';
import type { ContractCase } from '../contracts/suite/case.js';
import type { CheckInRefused } from '../contracts/suite/check-in.js';
import { type LiveEnvironment, liveTarget, readLiveSettings } from '../contracts/suite/live.js';
import type { CaseResult } from '../contracts/suite/result.js';
import { runContract } from '../contracts/suite/run.js';
import type { Target } from '../contracts/suite/target.js';
import { createSimulator } from '../simulator/simulator.js';
import { UsageError } from './flags.js';

interface LiveRun {
  readonly calls: number;
  readonly messages: number;
  readonly hasPerson: boolean;
  readonly say: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly readFile: (path: string) => string;
}

function settingsOf(env: LiveEnvironment) {
  try {
    return readLiveSettings(env);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

/** The live service as a target, and what must never be printed or recorded of it. */
export interface LiveWanted {
  readonly target: Target;
  readonly secrets: readonly string[];
  readonly people: readonly string[];
}

/** The live service as it is to be called. */
export function liveWanted(
  env: LiveEnvironment,
  { calls, messages, hasPerson, say, sleep, readFile }: LiveRun,
): LiveWanted {
  const { KAKAOCERT_TRUST: trustFile } = env;
  const settings = settingsOf(env);
  const target = liveTarget({
    settings,
    fetch: globalThis.fetch,
    budget: { calls, messages },
    hasPerson,
    say,
    sleep,
    trust: trustFile === undefined || trustFile === '' ? undefined : readFile(trustFile),
    allowRealHosts: true,
  });
  const { receiver, account, otherName, secrets } = settings;
  const people = [
    ...Object.values(receiver ?? {}),
    // A bank's code is nobody's, and too short to be looked for.
    ...(account === undefined ? [] : [account.BankAccountNum]),
    ...(otherName === undefined ? [] : [otherName]),
  ];
  return { target, secrets, people };
}

/** Why nothing was played, for the person who wanted it. */
export function describeRefusedCheckIn({ message, means, advice }: CheckInRefused): string {
  return printableLines(
    [
      `kakaocert-simulator: ${message}`,
      `  It means: ${means.en} / ${means.ko}`,
      `  To do:    ${advice.en} / ${advice.ko}`,
      '  Nothing was played, and nothing was learned.',
    ].join('\n'),
  );
}

/** What a live run would do, case by case: found out on a simulator that offers no more than the live service does. */
export async function planLive(cases: readonly ContractCase[], env: LiveEnvironment): Promise<string> {
  const settings = settingsOf(env);
  const rows = (await rehearse(cases, settings)).map((result, at) =>
    planned(result, cases[at]?.needs?.includes('person') ?? false),
  );
  return writePlan(rows, settings);
}

type Settings = ReturnType<typeof settingsOf>;

async function rehearse(
  cases: readonly ContractCase[],
  { receiver, secondTenant }: Settings,
): Promise<readonly CaseResult[]> {
  const simulator = await createSimulator();
  const tenants = [await simulator.tenant(), await simulator.tenant()] as const;
  return runContract(
    {
      ...tenants[0],
      client: await import('../client/index.js'),
      url: undefined,
      authUrl: undefined,
      serviceUrl: undefined,
      fetch: simulator.fetch,
      controlPlane: false,
      receiver: receiver === null ? null : undefined,
      secondTenant: secondTenant === undefined ? undefined : tenants[1],
      sign: async (receiptId) => {
        await tenants[0].receipts.sign(receiptId);
      },
      sleep: async () => {},
    },
    { cases },
  );
}

/** A case of the plan. */
interface Planned {
  readonly id: string;
  /** Why it would not be played. */
  readonly skipped: string | undefined;
  readonly calls: number;
  readonly messages: number;
  readonly needsPerson: boolean;
}

function planned({ case: { id }, verdict, why, exchanges }: CaseResult, needsPerson: boolean): Planned {
  // The suite's own calls share one token; each client asks for one of its own.
  const hasOwnTokens = id.startsWith('token.') || id.startsWith('client.');
  const calls = exchanges.filter(({ operation }) => operation !== 'token' || hasOwnTokens).length;
  const messages = exchanges.filter(
    ({ target, answered }) => target.endsWith('/Request') && answered.status === 200,
  ).length;
  return { id, skipped: verdict === 'skipped' ? why : undefined, calls, messages, needsPerson };
}

function writePlan(rows: readonly Planned[], { authUrl, serviceUrl }: Settings): string {
  const played = rows.filter(({ skipped }) => skipped === undefined);
  const sum = (of: (row: Planned) => number) => played.reduce((total, row) => total + of(row), 0);
  return `${[
    `Nothing was called. A run against ${authUrl} and ${serviceUrl} would play ${played.length} of ${rows.length} cases:`,
    '',
    'calls  messages  person  case',
    ...rows.map(({ id, skipped, calls, messages, needsPerson }) =>
      skipped === undefined
        ? `${String(calls).padStart(5)}  ${String(messages).padStart(8)}  ${(needsPerson ? 'signs' : '').padEnd(6)}  ${id}`
        : `    -         -          ${id}: ${skipped}`,
    ),
    '',
    `About ${sum(({ calls }) => calls)} calls, ${sum(({ messages }) => messages)} messages to the receiver, ${sum(({ needsPerson }) => Number(needsPerson))} cases in which they must sign.`,
    'To do it: add --call-real-hosts, and --person if somebody is at the phone. --only, --calls and --messages bound it.',
  ].join('\n')}\n`;
}
