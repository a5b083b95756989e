/**
 * Times that are written as numbers one reads, not counted: 20000131.5 ("day as %Y%m%d.%f", as CDO writes them), and
 * without any unit 20000131 and 200001. They become days since 1970, so that the end of a month is no gap.
 */
import type { ArrayCoordinates } from '#/core/grid/arrayFile';
import type { DataIssue } from '#/core/protocol/dataset';

const dayMs = 86_400_000;
const unit = 'days since 1970-01-01';
const timeDimension = /(?:^|[/_])(?:time|date|day|month|t)s?(?:$|_?\d*$)/i;

export function countTimes(coordinates: readonly ArrayCoordinates[]): {
  coordinates: ArrayCoordinates[];
  told: DataIssue[];
} {
  const told: DataIssue[] = [];
  return {
    coordinates: coordinates.map((one) => {
      const written = writtenAs(one);
      if (!written) return one;
      const first = one.values[0] as number;
      told.push({
        severity: 'info',
        message: `Times of “${one.dimension}” are read as dates: ${first} is ${new Date(written(first) * dayMs).toISOString().slice(0, 10)}.`,
      });
      return { ...one, values: one.values.map(written), unit };
    }),
    told,
  };
}

/** How a number becomes days; undefined where the times are counted as usual. */
function writtenAs({ dimension, values, unit: said = '' }: ArrayCoordinates) {
  if (/^days?\s+as\s+%Y%m%d(?:\.%f)?$/i.test(said.trim())) return daysOfDate;
  if (/^months?\s+as\s+%Y%m(?:\.%f)?$/i.test(said.trim())) return daysOfMonth;
  if (said.trim() !== '' || values.length < 2 || !timeDimension.test(dimension)) return undefined;
  for (const written of [daysOfDate, daysOfMonth])
    if (values.every((value) => isDate(value, written))) return written;
  return undefined;
}

const isDate = (value: number, written: (value: number) => number): boolean => {
  if (!Number.isInteger(value)) return false;
  const days = written(value);
  return days >= -62_091 && days <= 84_370; // 1800 to 2200
};

const daysOfDate = (value: number): number => {
  const whole = Math.floor(value);
  return daysOf(Math.floor(whole / 10_000), Math.floor(whole / 100) % 100, whole % 100) + (value - whole);
};
const daysOfMonth = (value: number): number => {
  const whole = Math.floor(value);
  return daysOf(Math.floor(whole / 100), whole % 100, 1);
};

/** NaN where there is no such day. */
function daysOf(year: number, month: number, day: number): number {
  if (!(year >= 1000 && year <= 9999)) return Number.NaN;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / dayMs : Number.NaN;
}
