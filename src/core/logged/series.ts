/** What a run logged under one name: four arrays of equal length, in the order logged. */
import { type PackedColumn, packColumn, unpackColumn } from './packColumn';

export interface SeriesColumns {
  steps: ArrayLike<number>;
  epochs: ArrayLike<number>;
  /** Milliseconds since 1970. */
  timestamps: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface LoggedSeries extends SeriesColumns {
  name: string;
}

export interface PackedSeries {
  count: number;
  steps: PackedColumn;
  epochs: PackedColumn;
  timestamps: PackedColumn;
  values: PackedColumn;
}

export const packSeries = ({ steps, epochs, timestamps, values }: SeriesColumns): PackedSeries => ({
  count: values.length,
  steps: packColumn(steps),
  epochs: packColumn(epochs),
  timestamps: packColumn(timestamps),
  values: packColumn(values),
});

export const unpackSeries = ({ steps, epochs, timestamps, values }: PackedSeries): SeriesColumns => ({
  steps: unpackColumn(steps),
  epochs: unpackColumn(epochs),
  timestamps: unpackColumn(timestamps),
  values: unpackColumn(values),
});

type Columns = Record<keyof SeriesColumns, number[]>;
const columns = ['steps', 'epochs', 'timestamps', 'values'] as const;

interface LoggedPoint {
  name: string;
  step: number;
  epoch: number;
  timestamp: number;
  value: number;
}

/** Points as series, in the order in which names first come. */
export function seriesOfPoints(points: readonly LoggedPoint[]): LoggedSeries[] {
  const byName = new Map<string, Columns>();
  for (const { name, step, epoch, timestamp, value } of points) {
    let of = byName.get(name);
    if (!of) byName.set(name, (of = { steps: [], epochs: [], timestamps: [], values: [] }));
    of.steps.push(step);
    of.epochs.push(epoch);
    of.timestamps.push(timestamp);
    of.values.push(value);
  }
  return [...byName].map(([name, of]) => ({ name, ...of }));
}

/** One after the other. */
export function joinSeries(parts: readonly SeriesColumns[]): SeriesColumns {
  const [only, another] = parts;
  if (only && !another) return only;
  const count = parts.reduce((sum, { values }) => sum + values.length, 0);
  return mapColumns((column) => {
    const all = new Float64Array(count);
    let at = 0;
    for (const part of parts) {
      all.set(part[column], at);
      at += part[column].length;
    }
    return all;
  });
}

export function sliceSeries(series: SeriesColumns, from: number, to: number): SeriesColumns {
  if (from <= 0 && to >= series.values.length) return series;
  return mapColumns((column) => {
    const part = new Float64Array(to - from);
    for (let i = 0; i < part.length; i++) part[i] = series[column][from + i] as number;
    return part;
  });
}

/** Those whose index answers true. */
export function filterSeries(series: SeriesColumns, keep: (index: number) => boolean): SeriesColumns {
  const kept: number[] = [];
  for (let i = 0; i < series.values.length; i++) if (keep(i)) kept.push(i);
  if (kept.length === series.values.length) return series;
  return mapColumns((column) => Float64Array.from(kept, (i) => series[column][i] as number));
}

const mapColumns = (of: (column: keyof SeriesColumns) => Float64Array): SeriesColumns =>
  Object.fromEntries(columns.map((column) => [column, of(column)])) as unknown as SeriesColumns;
