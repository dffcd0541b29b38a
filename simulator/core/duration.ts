// ISO 8601 durations as milliseconds. Years and months have no fixed length, so they are refused.

import { parse } from 'iso8601-duration';

/** The milliseconds of e.g. `PT5M`, `P1DT2H`, `PT0.5S`; undefined if the text is none, or has years or months. */
export function parseDuration(text: string): number | undefined {
  if (!/^P(?=.*\d)[0-9.,WDTHMS]+$/.test(text)) return undefined;
  try {
    const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parse(text);
    if (years !== 0 || months !== 0) return undefined;
    const ms = Math.round((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
    return Number.isSafeInteger(ms) ? ms : undefined;
  } catch {
    return undefined;
  }
}
