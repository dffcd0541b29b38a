// What is said of a scenario while the others are played.

import type { Text } from '../../contracts/protocol/index.js';
import { actualOf } from '../compared.js';
import type { Result, Verdict } from '../scorecard.js';
import { padded } from './plain.js';

const results: Readonly<Record<Result, Text>> = {
  right: { en: 'right', ko: '정상' },
  wrong: { en: 'wrong', ko: '오류' },
  skipped: { en: 'skipped', ko: '건너뜀' },
  expected: { en: 'expected', ko: '예상 오류' },
  fixed: { en: 'fixed', ko: '해결됨' },
};
/** Cells. */
const RESULT = Math.max(...Object.keys(results).map(({ length }) => length)) + 1;
const SERVICE = 11;

/** A line, with its end. */
export function progressLine(verdict: Verdict, language: keyof Text): string {
  const { result, service, scenario, duration } = verdict;
  const why = result === 'right' ? '' : `: ${actualOf(verdict)[language].split('\n')[0]}`;
  return `${padded(results[result][language], RESULT)}${service.padEnd(SERVICE)}${scenario.id} (${duration} ms)${why}\n`;
}
