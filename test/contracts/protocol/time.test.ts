import { expect, test } from 'vitest';
import {
  formatDT,
  formatExpiration,
  formatTime,
  isCalendarDate,
  parseLhDate,
} from '../../../contracts/protocol/index.js';

const instant = Date.parse('2022-05-04T01:00:38.999Z');

test('wire instants floor to their unit', () => {
  expect(formatDT(instant)).toBe('20220504100038');
  expect(formatTime(instant)).toBe('2022-05-04T01:00:38Z');
  expect(formatExpiration(instant)).toBe('2022-05-04T01:00:38.999Z');
});

test('a KST day begins at 15:00 UTC', () => {
  expect(formatDT(Date.parse('2025-12-31T15:00:00Z'))).toBe('20260101000000');
});

test.each([
  '2022-05-04T01:00:38Z',
  '2022-05-04T01:00:38.459Z',
  '2022-05-04T01:00:38.459123456Z',
  '2024-02-29T00:00:00Z',
])('x-lh-date %s is read', (text) => {
  expect(parseLhDate(text)).toBe(Date.parse(text));
});

test.each([
  '',
  'now',
  '2022-05-04',
  '2022-05-04T01:00:38',
  '2022-05-04T01:00:38+09:00',
  '2022-02-30T00:00:00Z',
  '2022-13-01T00:00:00Z',
  '2022-05-04T24:00:00Z',
  '2022-05-04T01:00:38.1234567890Z',
  ' 2022-05-04T01:00:38Z',
])('x-lh-date "%s" is refused', (text) => {
  expect(parseLhDate(text)).toBeUndefined();
});

test('a birth date is a day of the calendar', () => {
  expect(isCalendarDate('20240229')).toBe(true);
  expect(isCalendarDate('19000229')).toBe(false);
  expect(isCalendarDate('20230230')).toBe(false);
  expect(isCalendarDate('19701301')).toBe(false);
  expect(isCalendarDate('1970010')).toBe(false);
  expect(isCalendarDate('00000101')).toBe(true);
});
