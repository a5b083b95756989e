/** The statistics a dataset version keeps of a column, for the type it has. */
import { type ColumnStats, type ColumnType, type NumericStats, quantileLevels } from '../protocol/dataset';
import type { ColumnProfile } from './columnProfile';

const mostTop = 20;

export function columnStats(profile: ColumnProfile, name: string, type: ColumnType): ColumnStats {
  const { rows, distinct, numbers, dates } = profile;
  // Few values are labels too: whole numbers from 0 to 9, yes and no.
  const fewTop =
    profile.countsComplete && !distinct.capped && distinct.size <= mostTop
      ? distinct.top(mostTop)
      : undefined;
  const stats = (present: number, numeric?: NumericStats): ColumnStats => ({
    name,
    count: rows,
    missing: rows - present,
    distinct: distinct.size,
    distinctCapped: distinct.capped,
    ...(numeric && { numeric }),
  });
  if (type === 'boolean') {
    const { trueCells, falseCells } = profile;
    return {
      ...stats(trueCells + falseCells, booleanStats(falseCells, trueCells)),
      distinct: Math.sign(trueCells) + Math.sign(falseCells),
      distinctCapped: false,
      ...(fewTop && { top: fewTop }),
    };
  }
  if (type === 'datetime') return stats(dates.count, dates.stats());
  if (type === 'numeric' || type === 'integer') {
    const exact = numbers.increasing && numbers.count === profile.present;
    const result = {
      ...stats(numbers.count, numbers.stats()),
      ...(type === 'integer' && fewTop && { top: fewTop }),
    };
    return exact ? { ...result, distinct: numbers.count, distinctCapped: false } : result;
  }
  const exact = type === 'id' && numbers.increasing && numbers.count === profile.present;
  return {
    ...stats(profile.present),
    ...(exact && { distinct: numbers.count, distinctCapped: false }),
    ...(profile.countsComplete && { top: distinct.top(mostTop) }),
  };
}

/** In closed form: a quantile of zeros and ones lies where the rank falls. */
function booleanStats(zeros: number, ones: number): NumericStats | undefined {
  const count = zeros + ones;
  if (count === 0) return undefined;
  const mean = ones / count;
  const at = (level: number): number => {
    const place = level * (count - 1);
    return Math.min(1, Math.max(0, place - (zeros - 1)));
  };
  return {
    min: zeros > 0 ? 0 : 1,
    max: ones > 0 ? 1 : 0,
    mean,
    std: count > 1 ? Math.sqrt((mean * (1 - mean) * count) / (count - 1)) : 0,
    quantiles: quantileLevels.map(at),
    histogram: { edges: [0, 1, 2], counts: [zeros, ones] },
  };
}
