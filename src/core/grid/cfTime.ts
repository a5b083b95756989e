/**
 * Times as scientific files count them: "hours since 2000-01-01 06:00", in the calendar of the CF conventions
 * (section 4.4). What is counted in months or years has no fixed length and stays as it is written.
 */

interface Clock {
  /** Of one unit. */
  seconds: number;
  /** Of the moment counted from, in seconds of the calendar. */
  since: number;
  calendar: Calendar;
}

interface Calendar {
  /** Days from a fixed day to the first of a month; `month` from 0. */
  days(year: number, month: number): number;
}

const secondsPerDay = 86_400;

const units: [RegExp, number][] = [
  [/^(microseconds?|microsecs?|us|µs)$/i, 1e-6],
  [/^(milliseconds?|millisecs?|msecs?|ms)$/i, 1e-3],
  [/^(seconds?|secs?|s)$/i, 1],
  [/^(minutes?|mins?|min)$/i, 60],
  [/^(hours?|hrs?|hr|h)$/i, 3600],
  [/^(days?|d)$/i, secondsPerDay],
  [/^weeks?$/i, 7 * secondsPerDay],
];

const usual: Calendar = { days: (year, month) => dayOf(year, month) };
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const fixedYears = (leap: boolean): Calendar => ({
  days: (year, month) =>
    year * (leap ? 366 : 365) +
    monthLengths.slice(0, month).reduce((sum, length) => sum + length, 0) +
    (leap && month > 1 ? 1 : 0),
});
const evenMonths: Calendar = { days: (year, month) => year * 360 + month * 30 };

function calendarOf(name = 'standard'): Calendar {
  if (/^(noleap|365_day)$/.test(name)) return fixedYears(false);
  if (/^(all_leap|366_day)$/.test(name)) return fixedYears(true);
  return name === '360_day' ? evenMonths : usual;
}

function dayOf(year: number, month: number): number {
  const date = new Date(Date.UTC(2000, month, 1));
  date.setUTCFullYear(year);
  return date.getTime() / 1000 / secondsPerDay;
}

function clockOf(unit: string | undefined, calendar?: string): Clock | undefined {
  const found =
    /^\s*(\S+)\s+since\s+([+-]?\d{1,5})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}(?:\.\d*)?))?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?\s*$/i.exec(
      unit ?? '',
    );
  const seconds = units.find(([pattern]) => pattern.test(found?.[1] ?? ''))?.[1];
  if (!found || seconds === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(2, 8)
    .map((text) => Number(text ?? 0));
  const kind = calendarOf(calendar);
  const days = kind.days(year, month - 1) + day - 1;
  const since = days * secondsPerDay + hour * 3600 + minute * 60 + second - zoneSeconds(found[8]);
  return { seconds, since, calendar: kind };
}

function zoneSeconds(zone: string | undefined): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes ?? 0) * 60) : 0;
}

/** Seconds on the scale of the calendar, the same for all files that count in it; undefined without a date. */
export function absoluteSeconds(value: number, unit?: string, calendar?: string): number | undefined {
  const clock = clockOf(unit, calendar);
  return clock && clock.since + value * clock.seconds;
}

/** "2000-01-06", "2000-01-06 18:00"; the number with its unit where it stands for no date. */
export function timeText(value: number, unit?: string, calendar?: string): string {
  const clock = clockOf(unit, calendar);
  if (!clock || !Number.isFinite(value)) return unit ? `${plain(value)} ${unit}` : plain(value);
  const seconds = Math.round(clock.since + value * clock.seconds);
  const day = Math.floor(seconds / secondsPerDay);
  const { days } = clock.calendar;
  let year = Math.floor(day / 366) + (clock.calendar === usual ? 1970 : 0);
  while (days(year + 1, 0) <= day) year++;
  while (days(year, 0) > day) year--;
  let month = 11;
  while (days(year, month) > day) month--;
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(day - days(year, month) + 1)}`;
  const rest = seconds - day * secondsPerDay;
  if (rest === 0) return date;
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}`;
  return `${date} ${time}${rest % 60 === 0 ? '' : `:${two(rest % 60)}`}`;
}

/** "6 hours", "30 days"; in the unit of the file where it has no fixed length. */
export function spanText(span: number, unit?: string): string {
  const word = /^\s*(\S+)/.exec(unit ?? '')?.[1] ?? '';
  const seconds = units.find(([pattern]) => pattern.test(word))?.[1];
  if (seconds === undefined) return word ? `${plain(span)} ${word}` : plain(span);
  const total = span * seconds;
  for (const [name, length] of [
    ['day', secondsPerDay],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const)
    if (total >= length || length === 1) {
      const count = plain(total / length);
      return `${count} ${count === '1' ? name : `${name}s`}`;
    }
  return plain(span);
}

const plain = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 3 });
