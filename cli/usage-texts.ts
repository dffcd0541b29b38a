// What is said of wrong command lines in more than one place.

import { type Text, TextError } from '../contracts/protocol/index.js';
import { UsageError } from './flags.js';

/** A word that is none of those which may stand there. */
export const noneOf = (place: string, given: string, words: readonly string[]): Text => ({
  en: `${place}: "${given}" is none of ${words.join(', ')}`,
  ko: `${place}: "${given}" 값은 쓸 수 없습니다. 사용할 수 있는 값: ${words.join(', ')}`,
});

export const noNumber = (place: string, given: string, most: number): Text => ({
  en: `${place}: "${given}" is no number from 1 to ${most}`,
  ko: `${place}: "${given}" 값은 쓸 수 없습니다. 1에서 ${most} 사이의 수를 지정하십시오`,
});

export const outWithoutReport = (kinds: readonly string[]): Text => ({
  en: `--out: say what to write with --report ${kinds.join('|')}`,
  ko: `--out: 저장할 형식을 --report ${kinds.join('|')} 중에서 지정하십시오`,
});

export const noCommand = (verb: string, isEmpty: boolean, example: string, what: Text): Text => ({
  en: `${verb}: ${isEmpty ? 'the command after -- is empty; name one' : `name ${what.en} after --`}, e.g. ${example}`,
  ko: `${verb}: ${isEmpty ? '-- 뒤의 명령이 비어 있습니다' : `-- 뒤에 ${what.ko} 지정하십시오`}(예: ${example})`,
});

export const beforeDashes = (verb: string, word: string, example: string): Text => ({
  en: `${verb}: "${word}" stands before --; what is run stands after it, e.g. ${example}`,
  ko: `${verb}: 실행할 명령은 -- 뒤에 쓰십시오: "${word}"(예: ${example})`,
});

export const isThere = (place: string, path: string): Text => ({
  en: `${place}: "${path}" is there already; name another file`,
  ko: `${place}: 파일이 이미 있습니다: "${path}". 다른 파일을 지정하십시오`,
});

export const noFolder = (place: string, folder: string): Text => ({
  en: `${place}: there is no folder "${folder}"`,
  ko: `${place}: 폴더가 없습니다: "${folder}"`,
});

export const unwritable = (place: string, path: string, code: string | undefined): Text => ({
  en: `${place}: "${path}" can't be written (${code})`,
  ko: `${place}: 파일에 쓸 수 없습니다(${code}): "${path}"`,
});

export const unreadable = (place: string, path: string, code: string | undefined): Text => ({
  en: `${place}: "${path}" can't be read (${code})`,
  ko: `${place}: 파일을 읽을 수 없습니다(${code}): "${path}"`,
});

/** What an error says in both languages; one of a library, in English alone, stands after a word of ours. */
export const wordsOf = (error: Error): Text =>
  error instanceof TextError || error instanceof UsageError
    ? error.words
    : { en: error.message, ko: `설정을 확인하십시오: ${error.message}` };
