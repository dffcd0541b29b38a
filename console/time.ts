// Time as the page shows it: in the zone of Korea, as the service writes it, and how long it is to go.

import { signal } from '@preact/signals';
import { language, t } from './language.js';

/** The browser's now, ms; it moves on once a second while the page is open. */
export const tick = signal(Date.now());
setInterval(() => {
  tick.value = Date.now();
}, 1000);

const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-11-27 18:03:05`, Korean time. */
export const dateTime = (instant: string | number): string => parts.format(new Date(instant));

/** `18:03:05`, Korean time. */
export const timeOfDay = (instant: string | number): string => dateTime(instant).slice(11);

/** `4:59` or `1:02:03`; a length of time in ms, never under none. */
export function length(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How long ago or how soon, in words: `3 min ago`. */
export function relative(instant: number, now: number): string {
  const seconds = Math.round((instant - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' });
  if (Math.abs(seconds) < 5) return t('now');
  if (Math.abs(seconds) < 90) return format.format(seconds, 'second');
  if (Math.abs(seconds) < 5400) return format.format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 129_600) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}
