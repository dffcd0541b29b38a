// Reads the command line of `conformance`: what to play, for which services, and where the report goes.

import { availableParallelism } from 'node:os';
import { type ServiceName, serviceNames } from '../contracts/protocol/index.js';
import type { ScenarioInfo } from '../scorecard/scorecard.js';
import { parseSignPlan, SIGN_PLANS } from '../simulator/core/sign-plan.js';
import { type Flags, type FlagValues, readWords, UsageError } from './flags.js';
import { type Language, languageFlag, languageOf } from './language.js';
import { nearest } from './nearest.js';
import { beforeDashes, noCommand, noNumber, noneOf, outWithoutReport } from './usage-texts.js';

const reportKinds = ['junit', 'json', 'markdown', 'html'] as const;
const MOST_JOBS = 64;
const MOST_SECONDS = 24 * 3600;
/** The most for one scenario, and for a program without an adapter, s. */
const SCENARIO_SECONDS = 60;
const PROGRAM_SECONDS = 600;

export const conformanceFlags: Flags = {
  service: {
    type: 'string',
    was: 'profile',
    value: '<service>',
    multiple: true,
    help: {
      en: `judge these flows alone: ${serviceNames.join(', ')} (all that the client supports)`,
      ko: `이 서비스만 진단: ${serviceNames.join(', ')}(기본값: 클라이언트가 지원하는 전부)`,
    },
  },
  report: {
    type: 'string',
    value: '<kind>',
    help: {
      en: `${reportKinds.join(', ')} (text for a terminal)`,
      ko: `${reportKinds.join(', ')}(기본값: 터미널용 텍스트)`,
    },
  },
  out: {
    type: 'string',
    value: '<file>',
    help: { en: 'write the report there', ko: '보고서를 저장할 파일' },
  },
  reports: {
    type: 'string',
    value: '<folder>',
    help: {
      en: 'write every kind there: junit.xml, scorecard.json, summary.md, report.html',
      ko: '모든 형식을 저장할 폴더: junit.xml, scorecard.json, summary.md, report.html',
    },
  },
  'expect-fail': {
    type: 'string',
    value: '<id,…>',
    multiple: true,
    help: {
      en: 'scenarios known to be wrong; one that turned right fails the run',
      ko: '틀릴 것을 이미 아는 시나리오. 맞게 되면 실행이 실패함',
    },
  },
  baseline: {
    type: 'string',
    value: '<file>',
    help: {
      en: 'hold the scorecard against an earlier one (--report json): better, worse, new',
      ko: '이전 진단표(--report json)와 비교: 좋아짐, 나빠짐, 새 항목',
    },
  },
  only: {
    type: 'string',
    value: '<id,…>',
    multiple: true,
    help: { en: 'play these scenarios alone', ko: '이 시나리오만 실행' },
  },
  jobs: {
    type: 'string',
    value: '<n>',
    help: {
      en: 'how many at a time (4, or twice the cores if that is less)',
      ko: '동시에 실행할 수(4, 코어 수의 2배가 더 작으면 그 값)',
    },
  },
  timeout: {
    type: 'string',
    value: '<seconds>',
    help: {
      en: `the most for one scenario (${SCENARIO_SECONDS}), or for a program without an adapter (${PROGRAM_SECONDS})`,
      ko: `시나리오 하나의 최대 시간(${SCENARIO_SECONDS}), 어댑터 없는 프로그램은(${PROGRAM_SECONDS})`,
    },
  },
  'no-adapter': {
    type: 'boolean',
    help: {
      en: 'the command is any program: run it once under exec, judge what the journal found',
      ko: '명령이 일반 프로그램임: exec로 한 번 실행하고 호출 기록으로 진단',
    },
  },
  sign: {
    type: 'string',
    value: '<plan>',
    help: {
      en: `with --no-adapter, who signs: ${SIGN_PLANS.join(', ')} (manual)`,
      ko: `--no-adapter에서 누가 서명하는지: ${SIGN_PLANS.join(', ')}(manual)`,
    },
  },
  language: languageFlag,
  list: { type: 'boolean', help: { en: 'print the scenarios and end', ko: '시나리오 목록만 출력하고 종료' } },
};

export interface Choices {
  readonly command: readonly string[];
  readonly services: readonly ServiceName[];
  readonly expectFail: readonly string[];
  /** Empty means all. */
  readonly only: readonly string[];
  readonly jobs: number;
  /** ms */
  readonly timeout: number;
  readonly noAdapter: boolean;
  readonly sign: string;
  readonly list: boolean;
  readonly report: (typeof reportKinds)[number] | undefined;
  readonly out: string | undefined;
  /** The JSON report of an earlier run. */
  readonly baseline: string | undefined;
  /** A folder for every kind. */
  readonly reports: string | undefined;
  readonly language: Language;
}

const EXAMPLE = 'conformance -- node adapter.mjs';

/** Our flags, and the command that stands behind them; `--list` needs none. */
function readLine(argv: readonly string[]): {
  readonly flags: FlagValues;
  readonly command: readonly string[];
} {
  const dashes = argv.indexOf('--');
  const own = dashes < 0 ? argv : argv.slice(0, dashes);
  const { flags, words } = readWords(own, conformanceFlags, process.env);
  const [early] = words;
  if (early !== undefined) throw new UsageError(beforeDashes('conformance', early, EXAMPLE));
  const command = dashes < 0 ? [] : argv.slice(dashes + 1);
  if (!command[0] && flags.list !== true) {
    const client = { en: 'your client', ko: '진단할 클라이언트를' };
    throw new UsageError(noCommand('conformance', command.length > 0, EXAMPLE, client));
  }
  return { flags, command };
}

/** Reads it; whatever can't be meant is a UsageError. `known` are the scenarios of either mode. */
export function readChoices(
  argv: readonly string[],
  known: (noAdapter: boolean) => readonly ScenarioInfo[],
): Choices {
  const { flags, command } = readLine(argv);
  const list = flags.list === true;
  const noAdapter = flags['no-adapter'] === true;
  const report = oneOf(flags, 'report', reportKinds);
  if (flags.out !== undefined && report === undefined) {
    throw new UsageError(outWithoutReport(reportKinds));
  }
  for (const [flag, belongs] of [
    ['sign', noAdapter],
    ['only', !noAdapter],
    ['jobs', !noAdapter],
  ] as const) {
    if (flags[flag] !== undefined && !belongs) {
      throw new UsageError({
        en: `--${flag}: means something only with${noAdapter ? 'out' : ''} --no-adapter`,
        ko: `--${flag}: --no-adapter${noAdapter ? '와 함께 쓸 수 없습니다' : '와 함께 써야 합니다'}`,
      });
    }
  }
  const sign = (flags.sign ?? 'manual') as string;
  if (parseSignPlan(sign) === undefined) throw new UsageError(noneOf('--sign', sign, SIGN_PLANS));
  const services = manyOf(flags, 'service').map((given) => word('service', given, serviceNames));
  const ids = known(noAdapter).map(({ id }) => id);
  return {
    command,
    services: serviceNames.filter((service) => services.length === 0 || services.includes(service)),
    expectFail: readIds(flags, 'expect-fail', ids),
    only: readIds(flags, 'only', ids),
    jobs: readCount(flags, 'jobs', MOST_JOBS) ?? Math.min(4, availableParallelism() * 2),
    timeout:
      (readCount(flags, 'timeout', MOST_SECONDS) ?? (noAdapter ? PROGRAM_SECONDS : SCENARIO_SECONDS)) * 1000,
    noAdapter,
    sign,
    list,
    report,
    out: flags.out as string | undefined,
    baseline: flags.baseline as string | undefined,
    reports: flags.reports as string | undefined,
    language: languageOf(flags.language, process.env),
  };
}

function word<T extends string>(flag: string, given: string, words: readonly T[]): T {
  const found = words.find((one) => one === given);
  if (found === undefined) throw new UsageError(noneOf(`--${flag}`, given, words));
  return found;
}

const oneOf = <T extends string>(flags: FlagValues, flag: string, words: readonly T[]): T | undefined =>
  flags[flag] === undefined ? undefined : word(flag, String(flags[flag]), words);

/** The values of a flag, given again or with commas. */
const manyOf = (flags: FlagValues, flag: string): readonly string[] =>
  ((flags[flag] ?? []) as readonly string[])
    .flatMap((list) => list.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');

function readCount(flags: FlagValues, flag: string, most: number): number | undefined {
  const given = flags[flag];
  if (given === undefined) return undefined;
  const count = /^\d{1,6}$/.test(String(given)) ? Number(given) : 0;
  if (count < 1 || count > most) throw new UsageError(noNumber(`--${flag}`, String(given), most));
  return count;
}

/** Ids that exist; one that does not is refused with those that look like it. */
function readIds(flags: FlagValues, flag: string, known: readonly string[]): readonly string[] {
  const given = manyOf(flags, flag);
  const strange = given.find((id) => !known.includes(id));
  if (strange !== undefined) {
    const near = nearest(strange, known).join(', ');
    throw new UsageError({
      en: `--${flag}: there is no scenario "${strange}"; near it: ${near}`,
      ko: `--${flag}: 없는 시나리오입니다: "${strange}". 비슷한 이름: ${near}`,
    });
  }
  return given;
}
