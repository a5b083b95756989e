/** How all columns of a table are meant: what one proves counts for the others that prove nothing. */
import type { ColumnEvidence } from './columnEvidence';
import { decideColumn, type FileLocale } from './decideColumn';
import type { ColumnReading } from './reading';
import type { DateOrder, ReadOptions } from './readOptions';

export interface TableDecision {
  locale: FileLocale;
  columns: ColumnReading[];
  /** Columns whose cells, as they were read, are not enough for their reading: to be read again as texts. */
  readAgain: Set<number>;
}

export function decideTable(
  names: readonly string[],
  evidence: readonly ColumnEvidence[],
  options: ReadOptions,
  readDecimal: '.' | ',',
): TableDecision {
  const locale = localeOf(evidence, options, readDecimal);
  const columns = evidence.map((column, i) => {
    const name = names[i] as string;
    const own = options.columns?.[name];
    const given = {
      ...(options.decimal && { decimal: options.decimal }),
      ...(options.thousands !== undefined && { thousands: options.thousands }),
      ...(options.dateOrder && { dateOrder: options.dateOrder }),
      ...own,
    };
    return decideColumn(column, name, locale, given, options.missing);
  });
  const readAgain = new Set<number>();
  columns.forEach((reading, i) => {
    if (losesCells(evidence[i] as ColumnEvidence, reading, readDecimal)) readAgain.add(i);
  });
  return { locale, columns, readAgain };
}

/** Of a column whose marks speak for the file. */
const numbersShare = 0.8;

function localeOf(
  evidence: readonly ColumnEvidence[],
  options: ReadOptions,
  readDecimal: '.' | ',',
): FileLocale {
  let points = 0;
  let commas = 0;
  const orders = { dmy: 0, mdy: 0, ymd: 0 };
  for (const { provenDecimal, provenOrders, present, markers, plainNumbers, looseNumbers } of evidence) {
    const marked = [...markers.values()].reduce((sum, { count }) => sum + count, 0);
    // 3,5 somewhere in a text is no proof, nor are the versions (10.20) among the names of a column.
    if (plainNumbers + looseNumbers >= numbersShare * (present - marked)) {
      if (provenDecimal['.'] > provenDecimal[',']) points++;
      else if (provenDecimal[','] > 0) commas++;
    }
    for (const order of ['dmy', 'mdy', 'ymd'] as const) if (provenOrders[order] > 0) orders[order]++;
  }
  const decimal = options.decimal ?? (points === commas ? readDecimal : points > commas ? '.' : ',');
  const [best, next] = (Object.entries(orders) as [DateOrder, number][]).sort((a, b) => b[1] - a[1]);
  const dateOrder = options.dateOrder ?? (best && best[1] > (next?.[1] ?? 0) ? best[0] : undefined);
  return {
    decimal,
    decimalProven: points !== commas || options.decimal !== undefined,
    ...(dateOrder && { dateOrder }),
  };
}

function losesCells(evidence: ColumnEvidence, reading: ColumnReading, readDecimal: '.' | ','): boolean {
  const { readNumbers, readUnusual, readMarked, lostMarkers, units } = evidence;
  if (reading.as === 'number')
    return readMarked > 0 && (reading.decimal ?? '.') !== readDecimal && evidence.either[readDecimal] > 0;
  if (lostMarkers > 0 && reading.keep) return true;
  if (reading.as === 'text' || reading.as === 'boolean') return readUnusual > 0;
  return reading.as === 'duration' && readNumbers > 0 && units.size > 0;
}
