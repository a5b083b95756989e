import { expect, test } from 'vitest';
import { absoluteSeconds, spanText, timeText } from './cfTime';
import { timeIssues } from './timeIssues';

const messages = (values: number[], windowing?: { length: number; stride: number; horizon: number }) =>
  timeIssues(
    { name: 'time', values: Float64Array.from(values), unit: 'hours since 2000-01-01 00:00' },
    windowing,
  ).map(({ message, hint }) => `${message} ${hint}`);

test.each([
  [0, 'days since 2000-01-01', undefined, '2000-01-01'],
  [59, 'days since 2001-01-01', undefined, '2001-03-01'],
  [59, 'days since 2000-01-01', 'noleap', '2000-03-01'],
  [59, 'days since 2000-01-01', 'all_leap', '2000-02-29'],
  [59, 'days since 2000-01-01', '360_day', '2000-02-30'],
  [6.5, 'hours since 1999-12-31 18:00:00', undefined, '2000-01-01 00:30'],
  [-1, 'seconds since 1970-01-01T00:00:00Z', undefined, '1969-12-31 23:59:59'],
  [0, 'hours since 2000-01-01 00:00:00 +02:00', undefined, '1999-12-31 22:00'],
  [3, 'months since 2000-01-01', undefined, '3 months since 2000-01-01'],
  [3, undefined, undefined, '3'],
])('%s %s (%s) is %s', (value, unit, calendar, text) => {
  expect(timeText(value, unit, calendar)).toBe(text);
});

test('times of files in different units are on one scale', () => {
  expect(absoluteSeconds(1, 'days since 2001-02-01')).toBe(
    absoluteSeconds(32 * 24, 'hours since 2001-01-01'),
  );
  expect(absoluteSeconds(1, 'steps')).toBeUndefined();
  expect(spanText(24, 'hours since 2000-01-01')).toBe('1 day');
  expect(spanText(3, 'steps')).toBe('3 steps');
});

test('even times, months and business days need no word or a small one', () => {
  expect(messages([0, 6, 12, 18])).toEqual([]);
  expect(messages([0, 31, 59, 90, 120, 151].map((day) => day * 24))).toEqual([]);
  const weekdays = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21].map((day) => day * 24);
  expect(messages(weekdays).join()).toMatch(
    /^The times are not evenly spaced: most are 1 day apart, 3 of 15/,
  );
});

test('doubled, missing, turned and unsorted times are told with their dates and the windows that cross them', () => {
  expect(messages([0, 6, 6, 12, 18]).join()).toMatch(
    /^Times occur twice: 2000-01-01 06:00 \(index 1 and 2\)/,
  );
  expect(messages([0, 6, 12, 48, 54, 60], { length: 2, stride: 1, horizon: 1 }).join()).toMatch(
    /between 2000-01-01 12:00 and 2000-01-03 \(index 2 and 3\); all others are 6 hours apart\. .*2 of 4 windows/,
  );
  expect(messages([18, 12, 6, 0]).join()).toMatch(
    /^The times run backwards: from 2000-01-01 18:00 to 2000-01-01/,
  );
  expect(messages([0, 6, 30, 12, 18]).join()).toMatch(
    /out of order: 2000-01-01 12:00 behind 2000-01-02 06:00 \(index 3\)/,
  );
  expect(messages([0, 6, Number.NaN, 18]).join()).toMatch(/times that are missing: index 2/);
});
