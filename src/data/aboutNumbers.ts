/** What should be said of the numbers of a column: one far from all others, and numbers that look like dates. */
import { isTimeName } from '#/core/reading/decideColumn';
import type { Column, ColumnStats, DataIssue } from '#/core/protocol/dataset';
import { numberToText } from '#/core/table/cellValue';
import { dateTimeFromNumber } from '#/core/table/parseDateTime';

/** So many times the spread of the others is no measurement of the same thing. */
const farAway = 1e6;

export function aboutNumbers({ name, type }: Column, { numeric, distinct }: ColumnStats): DataIssue[] {
  if (!numeric || (type !== 'numeric' && type !== 'integer' && type !== 'id')) return [];
  const { min, max, quantiles } = numeric;
  const [, low = min, , middle = 0, , high = max] = quantiles;
  const issue = (severity: DataIssue['severity'], message: string, hint: string): DataIssue => ({
    severity,
    message,
    hint,
    column: name,
  });
  if (type !== 'id') {
    const spread = Math.max(high - low, Math.abs(middle), Number.MIN_VALUE);
    const far = [min, max].filter((value) => Math.abs(value - middle) > farAway * spread);
    if (far.length > 0 && distinct > 3)
      return [
        issue(
          'warning',
          `“${name}” holds ${far.map(numberToText).join(' and ')}, far from its other values (most lie between ${numberToText(low)} and ${numberToText(high)}).`,
          'One such value can outweigh all others in training. Correct it in the file, or leave the row out.',
        ),
      ];
  }
  if (distinct < 2) return [];
  const day = (value: number): string => new Date(dateTimeFromNumber(value)).toISOString().slice(0, 10);
  if (type !== 'numeric' && isCompactDay(min) && isCompactDay(max))
    return [
      issue(
        'info',
        `“${name}” looks like dates written as numbers: ${numberToText(min)} is ${day(min)}.`,
        'Give it the type datetime to use it as a date.',
      ),
    ];
  if (type !== 'numeric' && isMonth(min) && isMonth(max) && isTimeName(name))
    return [
      issue(
        'info',
        `“${name}” looks like months written as numbers: ${numberToText(min)} is ${String(min).slice(0, 4)}-${String(min).slice(4)}.`,
        'Read the column as a date in the options of the import to use it as such.',
      ),
    ];
  // 25569 is the first of January 1970 in Excel.
  const dayOfSerial = (value: number): string => day((value - 25_569) * 86_400_000);
  if (min >= 20_000 && max <= 60_000 && isTimeName(name))
    return [
      issue(
        'info',
        `“${name}” looks like days counted as Excel does: ${numberToText(min)} is ${dayOfSerial(min)}.`,
        'Read the column as a date in the options of the import to use them as such.',
      ),
    ];
  const calendar = otherCalendar(name, min, max);
  if (calendar)
    return [
      issue(
        'info',
        `“${name}” looks like ${calendar.what}: ${numberToText(min)} is ${day(calendar.toMs(min))}.`,
        'It is used as a number. Turn it into dates in the file to use it as a time.',
      ),
    ];
  const seconds = min >= 3e8 && max <= 4.2e9;
  const milliseconds = min >= 3e11 && max <= 4.2e12;
  const microseconds = min >= 3e14 && max <= 4.2e15;
  const unit = seconds
    ? 'seconds'
    : milliseconds
      ? 'milliseconds'
      : microseconds
        ? 'microseconds'
        : undefined;
  if (unit && (isTimeName(name) || /^(?:t|utc|clock|when)$/i.test(name)))
    return [
      issue(
        'info',
        `“${name}” looks like times counted in ${unit} since 1970: ${numberToText(min)} is ${day(min)}.`,
        'Give it the type datetime to use it as a time.',
      ),
    ];
  return [];
}

const julianOf1970 = 2_440_587.5;
const gpsBegan = 315_964_800;
/** Between 1980 and 2017 eighteen seconds were put in, of which GPS knows nothing; what is told is a day. */
const leapSeconds = 18;

/** Times that count from another day than 1970, known by their names. */
function otherCalendar(
  name: string,
  min: number,
  max: number,
): { what: string; toMs(value: number): number } | undefined {
  const named = (word: string): boolean => new RegExp(`(?:^|[^a-z])${word}`, 'i').test(name);
  if (named('gps') && min >= 3e8 && max <= 3e9)
    return {
      what: 'seconds counted as GPS does',
      toMs: (value) => (value + gpsBegan - leapSeconds) * 1000,
    };
  const julian = named('jd') || named('bjd') || named('hjd') || named('julian');
  if (julian && min >= 2_400_000 && max <= 2_500_000)
    return { what: 'Julian days', toMs: (value) => (value - julianOf1970) * 86_400_000 };
  if (named('mjd') && min >= 30_000 && max <= 80_000)
    return {
      what: 'modified Julian days',
      toMs: (value) => (value + 2_400_000.5 - julianOf1970) * 86_400_000,
    };
  return undefined;
}

const isMonth = (value: number): boolean =>
  value >= 1900_01 && value <= 2099_12 && value % 100 >= 1 && value % 100 <= 12;

function isCompactDay(value: number): boolean {
  if (!(value >= 1900_01_01 && value <= 2099_12_31)) return false;
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
