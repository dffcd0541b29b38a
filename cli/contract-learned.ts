// What a run taught, on the command line: a file of settings that a person can review and `--config` takes.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Text } from '../contracts/protocol/index.js';
import type { LearnedConfig } from '../contracts/suite/learned.js';
import { UsageError } from './flags.js';
import { isThere, noFolder } from './usage-texts.js';
import { checkWritable, writeOver } from './written.js';

/** Where the patch is going to be written; asked before anything is called. Only the file that the run goes on from is written over. */
export function learnedPath(place: string, config: string | undefined): string {
  const goesOn = config !== undefined && resolve(config) === resolve(place);
  if (existsSync(place) && !goesOn) {
    const { en, ko } = isThere('--learned', place);
    throw new UsageError({
      en: `${en}, or the same with --config to add to it`,
      ko: `${ko}. 이 파일에 추가하려면 --config에도 같은 파일을 지정하십시오`,
    });
  }
  if (!existsSync(dirname(resolve(place)))) {
    throw new UsageError(noFolder('--learned', dirname(place)));
  }
  checkWritable('learned', dirname(resolve(place)));
  return place;
}

const textOf = (config: object): string => `${JSON.stringify(config, null, 2)}\n`;

/** Writes the patch; `rest` are the other settings of the file that the run went on from. */
export function writeLearned(path: string, config: LearnedConfig, rest: object): void {
  writeOver('learned', path, textOf({ ...rest, ...config }));
}

/** The patch for a person, where no file was named. */
export const printedLearned = (config: LearnedConfig): Text => ({
  en: `What was learned, as settings for --config (--learned FILE writes them):\n${textOf(config)}`,
  ko: `알아낸 내용(--config에 쓸 수 있는 설정, --learned FILE로 저장):\n${textOf(config)}`,
});
