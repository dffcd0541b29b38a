// Recordings on the command line: a run is written to a dated file, and a file is compared with what a target answers now.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Drift, summarizeDrift } from '../contracts/suite/recording/drift.js';
import type { Recording, RecordingFacts } from '../contracts/suite/recording/format.js';
import {
  readRecording,
  recordingFileName,
  recordingText,
  writeRecording,
} from '../contracts/suite/recording/recording.js';
import { replay } from '../contracts/suite/recording/replay.js';
import { NotRedactedError } from '../contracts/suite/recording/sweep.js';
import type { CaseResult } from '../contracts/suite/result.js';
import type { Target } from '../contracts/suite/target.js';
import { UsageError } from './flags.js';
import type { Language } from './language.js';
import { isThere, noFolder } from './usage-texts.js';
import { checkWritable, writeNew } from './written.js';

/** Where a run is going to be recorded: `place` is a folder, or the file itself. Asked before anything is called. */
export function recordingPath(place: string, target: string, at: number): string {
  const isFolder = existsSync(place) && statSync(place).isDirectory();
  const date = new Date(at).toISOString();
  const path = isFolder ? join(place, recordingFileName({ date, target })) : place;
  // A recording is evidence: none is ever written over.
  if (existsSync(path)) throw new UsageError(isThere('--record', path));
  if (!existsSync(dirname(path))) throw new UsageError(noFolder('--record', dirname(path)));
  checkWritable('record', path);
  return path;
}

/**
 * Writes a run to a new file, redacted. A live run can't be had again for nothing, so cases in which something personal
 * is left are dropped and the others are kept; gives back the ids of the dropped ones.
 */
export function record(
  results: readonly CaseResult[],
  facts: RecordingFacts,
  path: string,
  dropped: readonly string[] = [],
): readonly string[] {
  try {
    writeNew('record', path, recordingText(writeRecording(results, facts)));
    return dropped;
  } catch (error) {
    if (!(error instanceof NotRedactedError) || error.cases.length === 0) throw error;
    const rest = results.filter(({ case: { id } }) => !error.cases.includes(id));
    return record(rest, facts, path, [...dropped, ...error.cases]);
  }
}

/** Reads a recording, or says in one line why it can't be. */
export function openRecording(path: string, flag = '--replay'): Recording {
  try {
    return readRecording(readFileSync(path, 'utf8'));
  } catch (error) {
    const [why = ''] = (error as Error).message.split('\n');
    throw new UsageError({
      en: `${flag}: "${path}" is no recording: ${why}`,
      ko: `${flag}: 기록 파일이 아닙니다: "${path}"(${why})`,
    });
  }
}

/** What has drifted, for a person: what came in many cases alike is told once. */
export async function replayed(
  recording: Recording,
  target: Target,
  language: Language,
): Promise<{ readonly drifts: readonly Drift[]; readonly text: string }> {
  const drifts = await replay(recording, target);
  const day = recording.date.slice(0, 10);
  const played = recording.cases.filter(({ verdict }) => verdict !== 'skipped').length;
  const head = {
    en: `${played} cases recorded on ${day} at ${recording.target}, held against the target of today`,
    ko: `${day}에 기록한 케이스 ${played}개(대상 ${recording.target})를 현재 대상과 비교`,
  }[language];
  const count = {
    en: drifts.length === 0 ? 'no drift' : `${drifts.length} drifts`,
    ko: drifts.length === 0 ? '차이 없음' : `차이 ${drifts.length}건`,
  }[language];
  const text =
    drifts.length === 0
      ? `${head}: ${count}\n`
      : `${head}:\n\n${summarizeDrift(drifts, language).join('\n')}\n\n${count}\n`;
  return { drifts, text };
}
