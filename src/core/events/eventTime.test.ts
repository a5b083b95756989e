import { expect, it } from 'vitest';
import { durationText, parseDuration } from './duration';
import { clockOf, dateMs } from './eventTime';

const at = Date.UTC(2024, 2, 31, 12, 30, 5, 250);

it.each([
  ['2024-03-31T12:30:05.250Z', at],
  ['2024-03-31 14:30:05.250+02:00', at],
  ['1711888205.25', at],
  ['1711888205250', at],
  ['1711888205250000', at],
  ['1711888205250000123', at],
  ['31 Mar 2024 12:30:05', at - 250],
  [' 2024-03-31 ', Date.UTC(2024, 2, 31)],
  ['soon', Number.NaN],
  ['', Number.NaN],
  ['NaN', Number.NaN],
  ['12', Number.NaN],
  ['2024-02-30T00:00:00Z', Number.NaN],
])('%s', (text, ms) => {
  expect(dateMs(text)).toBe(ms);
});

it('a column is of dates, of plain numbers, or no times', () => {
  expect(clockOf('datetime', [])).toBe('date');
  expect(clockOf('integer', [1711888205, 1711888206])).toBe('date');
  expect(clockOf('numeric', [0, 0.5, Number.NaN, 1])).toBe('plain');
  expect(clockOf('text', ['2024-01-01', '1711888205', '31 Mar 2024', '2024-01-02', 'soon'])).toBe('date');
  expect(clockOf('categorical', ['get', 'put'])).toBeUndefined();
  expect(clockOf('integer', [Number.NaN])).toBeUndefined();
});

it.each([
  ['15 min', 900_000],
  ['1h30m', 5_400_000],
  ['1 h 30 min', 5_400_000],
  ['7 d', 604_800_000],
  ['2 weeks', 1_209_600_000],
  ['250ms', 250],
  ['1.5 s', 1500],
  ['0 s', 0],
  ['15', Number.NaN],
  ['15 apples', Number.NaN],
  ['', Number.NaN],
  ['-1 h', Number.NaN],
])('duration %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
  if (!Number.isNaN(ms)) expect(parseDuration(durationText(ms))).toBe(ms);
});
