// The table of commands. Each is loaded when it is called. The verbs have a table of their own.

import type { Text } from '../contracts/protocol/index.js';
import { version } from '../simulator/version.js';
import { openInBrowser } from './browser.js';
import { describeFlags, type Flags } from './flags.js';
import { type Language, languageFlag } from './language.js';
import { type VerbName, verbNames, verbOf } from './verbs/table.js';

export interface Command {
  readonly summary: Text;
  /** What stands after the flags. */
  readonly rest?: string;
  /** What it can be told, for shells that complete words. */
  readonly flags: () => Flags | Promise<Flags>;
  /** The words that may come first. */
  readonly says?: readonly string[];
  /** Its help, where that is more than its flags. */
  readonly help?: (language: Language) => string | Promise<string>;
  readonly run: (argv: readonly string[]) => Promise<number>;
}

const verbCommand = (name: VerbName): Command => ({
  summary: verbOf(name).words,
  rest: verbOf(name)
    .says.map((one) => ` [${one}]`)
    .join(''),
  flags: async () => (await import('./verbs/arguments.js')).verbFlags(name),
  help: async (language) => (await import('./verbs/run.js')).verbHelp(name, language),
  run: async (argv) =>
    (await import('./verbs/run.js')).runVerb(name, argv, {
      env: process.env,
      fetch: globalThis.fetch,
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      browse: openInBrowser,
    }),
});

const programs: Readonly<Record<string, Command>> = {
  start: {
    summary: { en: 'serve the simulator (default)', ko: '시뮬레이터 실행(기본 명령)' },
    flags: async () => (await import('./start.js')).startFlags,
    run: async (argv) => (await import('./start.js')).start(argv),
  },
  exec: {
    summary: {
      en: 'run a command whose SDKs reach a simulator of its own, with no address in it',
      ko: '주소를 바꾸지 않은 SDK가 시뮬레이터에 연결되도록 명령 실행',
    },
    rest: ' -- <command> [args…]',
    flags: async () => (await import('./exec.js')).execFlags,
    run: async (argv) => (await import('./exec.js')).exec(argv),
  },
  contract: {
    summary: {
      en: 'judge a simulator, the live service or a fake by the contract',
      ko: '서버 적합성 검사: 시뮬레이터, 실제 서비스, 모의 서버',
    },
    flags: async () => (await import('./contract-flags.js')).contractFlags,
    help: async (language) => (await import('./contract.js')).contractHelp(language),
    run: async (argv) => (await import('./contract.js')).contract(argv),
  },
  conformance: {
    summary: {
      en: 'judge a client in any language: its scorecard',
      ko: '클라이언트 적합성 검사: 연동 진단표',
    },
    rest: ' -- <command> [args…]',
    flags: async () => (await import('./conformance-flags.js')).conformanceFlags,
    run: async (argv) => (await import('./conformance.js')).conformance(argv),
  },
  'signed-data': {
    summary: {
      en: 'look at a signedData, verify it, convert it, file it as evidence',
      ko: 'signedData 조회, 검증, 변환, 출금동의 증빙 작성',
    },
    rest: ' inspect|verify|to-der|evidence [file|-]',
    says: ['inspect', 'verify', 'to-der', 'evidence'],
    flags: async () => (await import('./signed-data.js')).signedDataFlags,
    help: async (language) => (await import('./signed-data.js')).signedDataHelp(language),
    run: async (argv) => (await import('./signed-data.js')).signedDataCommand(argv),
  },
  doctor: {
    summary: {
      en: 'look for what stands between your program and a simulator, and say what to do',
      ko: '프로그램과 시뮬레이터의 연결 문제를 진단하고 조치를 안내',
    },
    flags: async () => (await import('./doctor/doctor.js')).doctorFlags,
    run: async (argv) =>
      (await import('./doctor/doctor.js')).doctor(argv, {
        env: process.env,
        fetch: globalThis.fetch,
        now: () => Date.now(),
        out: (text) => process.stdout.write(text),
        stream: process.stdout,
      }),
  },
  completion: {
    summary: { en: 'print what makes a shell complete our words', ko: '셸 자동 완성 스크립트 출력' },
    rest: ' bash|zsh|fish',
    says: ['bash', 'zsh', 'fish'],
    flags: () => ({ language: languageFlag }),
    help: async (language) => (await import('./completion/completion.js')).completionHelp(language),
    run: async (argv) =>
      (await import('./completion/completion.js')).completion(argv, {
        commands,
        env: process.env,
        out: (text) => process.stdout.write(text),
      }),
  },
};

/** The commands by their names. */
export const commands: Readonly<Record<string, Command>> = {
  ...programs,
  ...Object.fromEntries(verbNames.map((name) => [name, verbCommand(name)])),
};

const verbsTitle: Text = {
  en: 'What a hand or a script does to a simulator that runs:',
  ko: '실행 중인 시뮬레이터를 조작하는 명령:',
};

const listOf = (names: readonly string[], language: Language) =>
  names.map((name) => `  ${name.padEnd(14)}${commands[name]?.summary[language]}`).join('\n');

const words: Readonly<Record<'about' | 'usage' | 'more' | 'flags', Text>> = {
  about: { en: 'a local kakaoCert, for development and tests', ko: '개발과 테스트를 위한 로컬 kakaoCert' },
  usage: {
    en: 'Usage: kakaocert-simulator [command] [flags]',
    ko: '사용법: kakaocert-simulator [명령] [옵션]',
  },
  more: {
    en: '"kakaocert-simulator <command> --help" lists the flags of a command.',
    ko: '명령별 옵션은 "kakaocert-simulator <명령> --help"로 볼 수 있습니다.',
  },
  flags: { en: 'Flags of start:', ko: 'start의 옵션:' },
};

/** The help of the whole command line. */
export async function usage(language: Language): Promise<string> {
  const { startFlags } = await import('./start.js');
  return `kakaocert-simulator ${version}: ${words.about[language]}.

${words.usage[language]}

${listOf(Object.keys(programs), language)}

${verbsTitle[language]}

${listOf(verbNames, language)}

${words.more[language]}

${words.flags[language]}
${describeFlags(startFlags, language)}
`;
}

/** The help of one command. */
export async function usageOf(
  name: string,
  { rest = '', help, flags }: Command,
  language: Language,
): Promise<string> {
  const said = (await help?.(language)) ?? describeFlags(await flags(), language);
  const title = { en: 'Usage: kakaocert-simulator {} [flags]', ko: '사용법: kakaocert-simulator {} [옵션]' };
  return `${title[language].replace('{}', name)}${rest}\n\n${said}\n`;
}
