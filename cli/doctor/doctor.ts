// `kakaocert-simulator doctor`: what may stand between a program and a simulator, and what to do about it. Exit code 0, or 1
// if something is refused.

import { styleText } from 'node:util';
import { printableJson, type Text } from '../../contracts/protocol/index.js';
import { padded } from '../../scorecard/reports/plain.js';
import type { Fetch } from '../../simulator/doors/fetch.js';
import { type Flags, type FlagValues, readFlags, UsageError } from '../flags.js';
import { type Language, languageFlag, languageOf } from '../language.js';
import { type CheckName, checkNames, checks, type Result, type Verdict } from './checks.js';
import { type Facts, gather, type Question } from './facts.js';

const DEFAULT_URL = 'http://127.0.0.1:9080';
const DEFAULT_PORT = '9080';
/** How long an address may keep silent, ms. */
const PATIENCE = 10_000;

const words: Readonly<Record<'url' | 'port' | 'auth' | 'service' | 'only' | 'json', Text>> = {
  url: { en: `where a simulator is (${DEFAULT_URL})`, ko: `시뮬레이터 주소(기본값 ${DEFAULT_URL})` },
  port: {
    en: `the port that start would take (${DEFAULT_PORT})`,
    ko: `start가 사용할 포트(기본값 ${DEFAULT_PORT})`,
  },
  auth: { en: 'the AuthURL that your program has', ko: '프로그램에 설정한 AuthURL' },
  service: { en: 'the ServiceURL that your program has', ko: '프로그램에 설정한 ServiceURL' },
  only: { en: `only this check: ${checkNames.join(', ')}`, ko: `이 항목만 확인: ${checkNames.join(', ')}` },
  json: { en: 'print the results as one JSON line', ko: '결과를 JSON 한 줄로 출력' },
};

const text = (name: keyof typeof words, value: string, env?: string) => ({
  type: 'string' as const,
  value,
  help: words[name],
  ...(env === undefined ? {} : { env }),
});

export const doctorFlags: Flags = {
  url: text('url', '<address>', 'KAKAOCERT_SIM_URL'),
  port: text('port', '<number>', 'KAKAOCERT_SIM_PORT'),
  'auth-url': text('auth', '<address>', 'KAKAOCERT_AUTH_URL'),
  'service-url': text('service', '<address>', 'KAKAOCERT_SERVICE_URL'),
  only: { ...text('only', `<${checkNames.join('|')}>`), multiple: true },
  json: { type: 'boolean', help: words.json },
  language: languageFlag,
};

/** What the doctor needs of the process. */
export interface DoctorIo {
  readonly env: NodeJS.ProcessEnv;
  readonly fetch: Fetch;
  /** The base clock, ms. */
  readonly now: () => number;
  readonly out: (text: string) => void;
  /** Where the text goes, for its colours; none without it. */
  readonly stream?: NodeJS.WritableStream;
}

/** Looks, says, and resolves with the exit code. Rejects with a UsageError for a wrong command line. */
export async function doctor(argv: readonly string[], io: DoctorIo): Promise<number> {
  const flags = readFlags(argv, doctorFlags, io.env);
  const language = languageOf(flags.language, io.env);
  const wanted = wantedOf(flags.only);
  const { fetch } = io;
  const facts = await gather(questionOf(flags, wanted), {
    ...io,
    language,
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE) }),
  });
  const said = wanted.flatMap((name) => checks[name].judge(facts).map((verdict) => ({ name, verdict })));
  const isWell = said.every(({ verdict: { result } }) => result !== 'refused');
  io.out(
    flags.json === true
      ? jsonLine(facts, said, isWell)
      : said.map((one) => lines(one, language, io)).join(''),
  );
  return isWell ? 0 : 1;
}

function wantedOf(given: FlagValues[string]): readonly CheckName[] {
  const names = (given ?? checkNames) as readonly string[];
  const unknown = names.find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined) {
    throw new UsageError({
      en: `--only: "${unknown}" is no check; there are ${checkNames.join(', ')}`,
      ko: `--only: 없는 점검 항목입니다: "${unknown}". 사용할 수 있는 값: ${checkNames.join(', ')}`,
    });
  }
  return names as readonly CheckName[];
}

function questionOf(flags: FlagValues, wanted: readonly CheckName[]): Question {
  const given = (name: string) => (flags[name] === undefined ? undefined : String(flags[name]));
  const url = (given('url') ?? DEFAULT_URL).replace(/\/+$/, '');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError({
      en: `--url: "${url}" is no address like ${DEFAULT_URL}`,
      ko: `--url: 주소 형식이 아닙니다: "${url}". ${DEFAULT_URL}처럼 지정하십시오`,
    });
  }
  // What Kubernetes sets beside a Service of our name is none of ours.
  const named = given('port');
  const port = named === undefined || named.includes('://') ? DEFAULT_PORT : named;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError({
      en: `--port: "${port}" is no port; give a number from 0 to 65535`,
      ko: `--port: "${port}" 값은 쓸 수 없습니다. 0에서 65535 사이의 수를 지정하십시오`,
    });
  }
  return {
    looksAt: { clock: wanted.includes('clock'), port: wanted.includes('port') },
    url,
    isNamed: given('url') !== undefined,
    port: Number(port),
    addresses: ['auth-url', 'service-url'].flatMap((name) => {
      const value = given(name);
      return value === undefined ? [] : [{ name, value }];
    }),
  };
}

interface Said {
  readonly name: CheckName;
  readonly verdict: Verdict;
}

const jsonLine = ({ url }: Facts, said: readonly Said[], ok: boolean): string =>
  `${printableJson(
    JSON.stringify({ ok, url, checks: said.map(({ name, verdict }) => ({ check: name, ...verdict })) }),
  )}\n`;

const looks: Readonly<
  Record<Result, { readonly words: Text; readonly style: 'green' | 'yellow' | 'red' | 'dim' }>
> = {
  ok: { words: { en: 'ok', ko: '정상' }, style: 'green' },
  warning: { words: { en: 'warning', ko: '주의' }, style: 'yellow' },
  refused: { words: { en: 'REFUSED', ko: '오류' }, style: 'red' },
  skipped: { words: { en: 'skipped', ko: '건너뜀' }, style: 'dim' },
};

const RESULT = 9;
const NAME = 17;

function lines(
  { name, verdict: { result, found, next } }: Said,
  language: Language,
  { stream }: DoctorIo,
): string {
  const { words: shown, style } = looks[result];
  const paint = (text: string) => (stream === undefined ? text : styleText(style, text, { stream }));
  const isRed = result === 'refused';
  const head = padded(shown[language], RESULT);
  const what = `${paint(head)}${padded(checks[name].words[language], NAME)}${isRed ? paint(found[language]) : found[language]}\n`;
  return next === null ? what : `${what}${' '.repeat(RESULT)}→ ${next[language]}\n`;
}
