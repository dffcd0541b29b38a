// What a run against the live service would cost, case by case: played on a simulator that offers no more than the live
// service does. Nothing is called.

import { operationOf, type ServiceName, serviceNames, type Text } from '../contracts/protocol/index.js';
import type { ContractCase } from '../contracts/suite/case.js';
import { type Fetch, guardedFetch } from '../contracts/suite/guarded-fetch.js';
import { type LiveEnvironment, type LiveSettings, liveTarget } from '../contracts/suite/live.js';
import { runContract } from '../contracts/suite/run.js';
import type { Target } from '../contracts/suite/target.js';
import { type Credentials, createWire } from '../contracts/suite/wire.js';
import { requestFor } from '../fixtures/requests.js';
import { createSimulator } from '../simulator/simulator.js';
import { liveSettings } from './contract-live.js';
import type { Language } from './language.js';

/** A made-up name that the simulator of a rehearsal takes for a false one. */
const OTHER_NAME = '박시험';

/** A reserved name (RFC 6761): the rehearsal has a `fetch` of its own. */
const NOWHERE = 'http://kakaocert-simulator.test';

/** What a case costs. Calls that ask whether somebody has signed come on top. */
export interface Cost {
  readonly calls: number;
  readonly messages: number;
  /** How long it waits, ms. */
  readonly waits: number;
  /** How often the person signs. */
  readonly signatures: number;
}

export interface Planned extends Cost {
  readonly id: string;
  /** Why it would not be played. */
  readonly skipped: string | undefined;
}

/** What everything costs, in messages: they cost money, and a signature costs somebody's patience. */
const priceOf = ({ calls, messages, waits, signatures }: Cost): number =>
  messages + 3 * signatures + waits / 60_000 + calls / 100;

/** The rows of a plan, in the order of the cases. */
export async function planCases(
  cases: readonly ContractCase[],
  settings: Pick<LiveSettings, 'receiver' | 'account' | 'otherName' | 'secondTenant' | 'receipts'>,
): Promise<readonly Planned[]> {
  const spent = { calls: 0, messages: 0, waits: 0, signatures: 0 };
  const target = await rehearsalTarget(settings, spent);
  let before: Cost = { ...spent };
  const rows: Planned[] = [];
  await runContract(target, {
    cases: cases.map((one) => ({
      ...one,
      // The check-in is no case's.
      run: async (setting) => {
        before = { ...spent };
        await one.run(setting);
      },
    })),
    onResult({ case: { id }, verdict, why }) {
      const isSkipped = verdict === 'skipped';
      rows.push({
        id,
        skipped: isSkipped ? why : undefined,
        calls: isSkipped ? 0 : spent.calls - before.calls,
        messages: isSkipped ? 0 : spent.messages - before.messages,
        waits: isSkipped ? 0 : spent.waits - before.waits,
        signatures: isSkipped ? 0 : spent.signatures - before.signatures,
      });
    },
  });
  return rows;
}

/** The cheapest first; what can't be played comes last. */
export function cheapestFirst(
  cases: readonly ContractCase[],
  rows: readonly Planned[],
): readonly ContractCase[] {
  const prices = new Map(
    rows.map((row) => [row.id, row.skipped === undefined ? priceOf(row) : Number.POSITIVE_INFINITY]),
  );
  const priceOfCase = ({ id }: ContractCase) => prices.get(id) ?? 0;
  return [...cases].sort((a, b) =>
    priceOfCase(a) < priceOfCase(b) ? -1 : Number(priceOfCase(a) > priceOfCase(b)),
  );
}

type Spent = { -readonly [Name in keyof Cost]: Cost[Name] };

/** The live target over a simulator: the same calls, and made-up people. */
async function rehearsalTarget(
  { receiver, account, otherName, secondTenant, receipts }: Parameters<typeof planCases>[1],
  spent: Spent,
): Promise<Target> {
  let now = Date.now();
  const simulator = await createSimulator({
    now: () => now,
    people: { [OTHER_NAME]: { refuses: 'person.nameMismatch' } },
  });
  const [tenant, second] = [await simulator.tenant(), await simulator.tenant()];
  const client = await import('../client/index.js');
  const sample = requestFor('cms');
  const target = liveTarget({
    settings: {
      credentials: tenant,
      secondTenant: secondTenant && second,
      receiver: receiver && {
        ReceiverName: sample.ReceiverName,
        ReceiverHP: sample.ReceiverHP,
        ReceiverBirthDay: sample.ReceiverBirthDay,
      },
      account: account && { BankCode: sample.BankCode, BankAccountNum: sample.BankAccountNum },
      otherName: otherName && OTHER_NAME,
      receipts: await knownReceipts(receipts, simulator.fetch, tenant),
      authUrl: NOWHERE,
      serviceUrl: NOWHERE,
      secrets: [],
    },
    async fetch(address, init) {
      spent.calls += 1;
      const response = await simulator.fetch(address, init);
      if (address.endsWith('/Request') && response.status === 200) spent.messages += 1;
      return response;
    },
    budget: { calls: Number.POSITIVE_INFINITY, messages: Number.POSITIVE_INFINITY },
    hasPerson: true,
    sleep: async (ms) => {
      spent.waits += ms;
      now += ms;
    },
    say: () => undefined,
    now: () => now,
    allowRealHosts: false,
  });
  return {
    ...target,
    client,
    trust: await simulator.control.caPem(),
    sign: async (receiptId) => {
      spent.signatures += 1;
      await tenant.receipts.sign(receiptId);
    },
  };
}

/** Receipts that are there before, in the place of those that the environment names. */
async function knownReceipts(
  named: LiveSettings['receipts'],
  fetch: Fetch,
  credentials: Credentials,
): Promise<LiveSettings['receipts']> {
  const wire = createWire({
    urls: { auth: NOWHERE, service: NOWHERE },
    fetch: guardedFetch(fetch, { timeout: 30_000, limit: 1024 * 1024, allowRealHosts: false }),
    credentials,
    now: () => Date.now(),
  });
  const made: Partial<Record<ServiceName, string>> = {};
  for (const service of serviceNames) {
    if (named[service] === undefined) continue;
    const { json } = await wire.call(operationOf(service, 'request'), { body: requestFor(service) });
    made[service] = json.receiptId;
  }
  return made;
}

/** Time and a Token for each institution, before the first case. */
const checkInCalls = ({ secondTenant }: Pick<LiveSettings, 'secondTenant'>) => (secondTenant ? 3 : 2);

export interface PlanOptions {
  readonly calls: number;
  readonly messages: number;
  readonly asJson: boolean;
  /** English unless given. */
  readonly language?: Language;
}

/** What a live run would do and cost. Throws a UsageError if the environment does not name the service. */
export async function planLive(
  cases: readonly ContractCase[],
  env: LiveEnvironment,
  options: PlanOptions,
): Promise<string> {
  const settings = liveSettings(env);
  const rows = await planCases(cases, settings);
  const total = sumOf(rows.filter(({ skipped }) => skipped === undefined));
  const whole = { ...total, calls: total.calls + checkInCalls(settings) };
  if (options.asJson) return `${JSON.stringify({ format: 1, total: whole, cases: rows }, null, 2)}\n`;
  return writePlan(rows, whole, { ...settings, ...options });
}

const sumOf = (rows: readonly Cost[]): Cost =>
  rows.reduce<Cost>(
    (sum, { calls, messages, waits, signatures }) => ({
      calls: sum.calls + calls,
      messages: sum.messages + messages,
      waits: sum.waits + waits,
      signatures: sum.signatures + signatures,
    }),
    { calls: 0, messages: 0, waits: 0, signatures: 0 },
  );

const minutes = (ms: number) => Math.ceil(ms / 60_000);

const told = ({ calls, messages, waits, signatures }: Cost): Text => ({
  en: `about ${calls} calls, ${messages} messages to the receiver, ${minutes(waits)} minutes of waiting, ${signatures} signatures of the person`,
  ko: `호출 약 ${calls}회, 수신자에게 보내는 메시지 ${messages}건, 대기 ${minutes(waits)}분, 수신자의 서명 ${signatures}회`,
});

/** The first line of a plan, and what stands below its rows. */
const planWords = {
  head: {
    en: 'Nothing was called. A run against {auth} and {service} would play {played} of {all} cases:',
    ko: '아무것도 호출하지 않았습니다. {auth}, {service} 대상으로 실행하면 케이스 {all}개 중 {played}개를 실행합니다.',
  },
  columns: {
    en: 'calls  messages  minutes  signs  case',
    ko: ' 호출    메시지  대기(분)   서명  케이스',
  },
  person: { en: 'The whole run, with --person: {cost}.', ko: '전체 실행(--person 지정): {cost}' },
  alone: { en: 'Without --person: {cost}.', ko: '--person 없이 실행: {cost}' },
  short: {
    en: '--calls {calls} and --messages {messages} end it earlier; all of it needs {needed}.',
    ko: '--calls {calls}, --messages {messages} 한도에서 중간에 끝납니다. 전체를 실행하려면 {needed} 옵션이 필요합니다.',
  },
  todo: {
    en: 'To do it: add --call-real-hosts, and --person if somebody is at the phone. --only, --only-unknown, --calls and --messages bound it.',
    ko: '실행하려면 --call-real-hosts를 추가하고, 휴대폰 앞에 사람이 있으면 --person도 추가하십시오. 범위는 --only, --only-unknown, --calls, --messages로 제한합니다.',
  },
} as const satisfies Readonly<Record<string, Text>>;

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

function writePlan(
  rows: readonly Planned[],
  whole: Cost,
  { authUrl, serviceUrl, calls, messages, language = 'en' }: LiveSettings & Omit<PlanOptions, 'asJson'>,
): string {
  const played = rows.filter(({ skipped }) => skipped === undefined);
  const alone = played.filter(({ signatures }) => signatures === 0);
  const checkIn = whole.calls - sumOf(played).calls;
  const isShort = whole.calls > calls || whole.messages > messages;
  const say = (name: keyof typeof planWords, values = {}) => filled(planWords[name][language], values);
  const cell = (value: number | string, width: number) => String(value).padStart(width);
  return `${[
    say('head', { auth: authUrl, service: serviceUrl, played: played.length, all: rows.length }),
    '',
    say('columns'),
    ...rows.map(({ id, skipped, ...cost }) =>
      skipped === undefined
        ? [
            cell(cost.calls, 5),
            cell(cost.messages, 8),
            cell(cost.waits === 0 ? '' : minutes(cost.waits), 7),
            cell(cost.signatures || '', 5),
            id,
          ].join('  ')
        : `    -         -        -      -  ${id}: ${skipped}`,
    ),
    '',
    say('person', { cost: told(whole)[language] }),
    say('alone', { cost: told({ ...sumOf(alone), calls: sumOf(alone).calls + checkIn })[language] }),
    ...(isShort
      ? [
          say('short', {
            calls,
            messages,
            needed: `--calls ${whole.calls + POLLS * whole.signatures} --messages ${whole.messages}`,
          }),
        ]
      : []),
    say('todo'),
  ].join('\n')}\n`;
}

/** How often Status is asked while a person signs, at most of the time: a minute and a half. */
const POLLS = 30;
