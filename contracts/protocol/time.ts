// The three ways kakaoCert writes an instant. Instants are milliseconds since the epoch; every form floors to its unit.

const KST_OFFSET = 9 * 3_600_000;

/** `yyyyMMddHHmmss` in KST, as in every `…DT` field (format: manual A.3; the zone is assumed, protocol.md §9). */
export function formatDT(instant: number): string {
  const iso = new Date(instant + KST_OFFSET).toISOString();
  return (
    iso.slice(0, 4) +
    iso.slice(5, 7) +
    iso.slice(8, 10) +
    iso.slice(11, 13) +
    iso.slice(14, 16) +
    iso.slice(17, 19)
  );
}

const DAY = 86_400_000;
const two = (value: number) => (value < 10 ? `0${value}` : String(value));

/** `formatDT` with a memory of the last day it wrote: most instants of a simulator share one. */
export function createFormatDT(): (instant: number) => string {
  let day = Number.NaN;
  let text = '';
  return (instant) => {
    const local = instant + KST_OFFSET;
    const today = Math.floor(local / DAY);
    if (today !== day) {
      text = formatDT(instant).slice(0, 8);
      day = today;
    }
    const second = Math.floor((local - today * DAY) / 1000);
    return text + two(Math.floor(second / 3600)) + two(Math.floor(second / 60) % 60) + two(second % 60);
  };
}

/** `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`: a token's `expiration`; Java and Python read no other form (protocol.md §1.2). */
export function formatExpiration(instant: number): string {
  return new Date(instant).toISOString();
}

/** `yyyy-MM-dd'T'HH:mm:ss'Z'`: the text of `/Time`; Ruby and Java read no milliseconds there (protocol.md §1.3). */
export function formatTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const LH_DATE = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/**
 * Reads `x-lh-date`: UTC with or without a fraction (protocol.md §2.4); finer than a millisecond, as Java's `Instant` and
 * Go's RFC3339Nano write it, is floored. Undefined if it is no real date.
 */
export function parseLhDate(text: string): number | undefined {
  const day = LH_DATE.exec(text)?.[1];
  if (day === undefined) return undefined;
  const instant = Date.parse(text);
  return isOnDay(instant, day) ? instant : undefined;
}

/** Date.parse rolls 30 February over to March, and 24 o'clock to the next day; the real calendar doesn't. NaN is on none. */
const isOnDay = (instant: number, day: string): boolean => new Date(instant).getUTCDate() === Number(day);

/** Whether `yyyyMMdd` names a day of the calendar. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const day = text.slice(6);
  return isOnDay(Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${day}T00:00:00Z`), day);
}
