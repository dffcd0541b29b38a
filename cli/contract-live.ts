// The live service on the command line.

import { inBoth, printableLines, type Text, TextError } from '../contracts/protocol/index.js';
import type { CheckInRefused } from '../contracts/suite/check-in.js';
import {
  type LiveEnvironment,
  type LiveSettings,
  liveTarget,
  readLiveSettings,
} from '../contracts/suite/live.js';
import type { Target } from '../contracts/suite/target.js';
import { UsageError } from './flags.js';

interface LiveRun {
  readonly calls: number;
  readonly messages: number;
  readonly hasPerson: boolean;
  readonly say: (line: Text) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly readFile: (path: string) => string;
}

/** The settings of the live service. Throws a UsageError that names the variables, never their values. */
export function liveSettings(env: LiveEnvironment): LiveSettings {
  try {
    return readLiveSettings(env);
  } catch (error) {
    if (error instanceof TextError) throw new UsageError(error.words);
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
  const settings = liveSettings(env);
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
export function describeRefusedCheckIn({
  message,
  means,
  advice,
  status,
  code,
  words,
}: CheckInRefused): Text {
  const lines: Text = {
    en: [
      `kakaocert-simulator: ${message}`,
      `  It means: ${means.en} / ${means.ko}`,
      `  To do:    ${advice.en} / ${advice.ko}`,
      '  Nothing was played, and nothing was learned.',
    ].join('\n'),
    ko: [
      `kakaocert-simulator: 세션 토큰을 받지 못했습니다(HTTP ${status}, 코드 ${code}): ${words}`,
      `  의미: ${means.ko}`,
      `  조치: ${advice.ko}`,
      '  아무것도 실행하지 않았고, 알아낸 것도 없습니다.',
    ].join('\n'),
  };
  return inBoth(lines, printableLines);
}
