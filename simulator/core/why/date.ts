// Why the date of a call was refused: its form, or its distance from the clock.

import { parseLhDate, type Text, timing } from '../../../contracts/protocol/index.js';
import type { Why } from './grounds.js';
import { iso, type Seen, seconds } from './seen.js';

/** The date of a call and the clock that it was compared with. */
export function dateOf({ header: named, grounds }: Seen): Why {
  const date = named('x-lh-date');
  const { now = 0, window = timing.authWindow.ms } = grounds;
  const facts = { sent: date.slice(0, 40), server: iso(now) };
  if (date === '') {
    return {
      en: `There is no x-lh-date header. Send the time in UTC, like ${iso(now)}.`,
      ko: `x-lh-date 헤더가 없습니다. UTC 시각을 ${iso(now)}처럼 보내십시오.`,
      ...facts,
    };
  }
  const instant = parseLhDate(date);
  if (instant === undefined) return dateForm(date, now, facts);
  const off = instant - now;
  return {
    en: `x-lh-date is ${seconds(off)} s ${off < 0 ? 'behind' : 'ahead of'} the provider's clock (${iso(instant)}, the clock says ${iso(now)}); ${window / 1000} s are allowed. Set the clock (NTP), or sign with the time of GET /Time.`,
    ko: `x-lh-date가 서버 시각보다 ${seconds(off)}초 ${off < 0 ? '느립니다' : '빠릅니다'}(보낸 시각 ${iso(instant)}, 서버 시각 ${iso(now)}, 허용 ${window / 1000}초). NTP로 시각을 맞추거나 GET /Time의 시각으로 서명하십시오.`,
    ...facts,
    seconds: off < 0 ? -seconds(off) : seconds(off),
    allowed: window / 1000,
  };
}

/** What is wrong with the form of a date; the text itself is not repeated in a sentence: it may be anything. */
function dateForm(date: string, now: number, facts: Readonly<Record<string, string>>): Why {
  const cause: Text | undefined = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(date)
    ? { en: ' It has no Z at its end.', ko: ' 끝에 Z가 없습니다.' }
    : /[+-]\d\d:?\d\d$/.test(date)
      ? {
          en: ' It has another zone than Z: write the time in UTC.',
          ko: ' Z가 아닌 시간대가 있습니다. UTC로 쓰십시오.',
        }
      : /^\d+$/.test(date)
        ? {
            en: ' It is a number; write the time as ISO 8601.',
            ko: ' 숫자입니다. ISO 8601 형식으로 쓰십시오.',
          }
        : undefined;
  return {
    en: `x-lh-date is no time in UTC of the form 2026-11-23T01:00:00Z or 2026-11-23T01:00:00.123Z.${cause?.en ?? ''} The clock says ${iso(now)}.`,
    ko: `x-lh-date가 2026-11-23T01:00:00Z 또는 2026-11-23T01:00:00.123Z 형식의 UTC 시각이 아닙니다.${cause?.ko ?? ''} 서버 시각은 ${iso(now)}입니다.`,
    ...facts,
  };
}
