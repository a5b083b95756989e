/** Series in memory, between a file and what is stored of it. */
import type { SeriesTime } from '#/core/series/seriesSchema';
import type { SeriesIndex } from '#/core/series/seriesIndex';
import type { Column, DataIssue } from '#/core/protocol/dataset';
import type { Values } from '#/core/transforms/transformDef';
import type { ColumnValues } from '#/core/table/column';

export interface LabelColumn {
  column: Column;
  values: Values;
}

export interface SeriesTable extends SeriesIndex {
  channels: { name: string; unit?: string; known?: true }[];
  /** [frame, channel]; NaN = missing. */
  values: Float32Array<ArrayBuffer>;
  time: SeriesTime;
  /** Where they are uneven: one a frame. */
  times?: Float64Array;
  labels?: { per: 'series' | 'frame'; columns: LabelColumn[] };
  issues: DataIssue[];
}

/** What a worker may hold of a file: 512 MB. */
export const mostSeriesValues = 2 ** 27;

/** Rows of values, in this order; -1 is missing. */
export function pickValues(values: Values, rows: ArrayLike<number>): Values {
  if (values.kind === 'number')
    return {
      ...values,
      data: Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : (values.data[row] as number))),
    };
  return { ...values, data: Array.from(rows, (row) => (row < 0 ? null : (values.data[row] ?? null))) };
}

export function toColumn(values: Values): ColumnValues {
  if (values.kind === 'number') return { physical: 'f64', values: Float64Array.from(values.data) };
  const codes = new Int32Array(values.data.length);
  const known = new Map<string, number>();
  for (const [row, text] of values.data.entries()) {
    if (text === null) {
      codes[row] = -1;
      continue;
    }
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    codes[row] = code;
  }
  return { physical: 'dict', codes, dictionary: [...known.keys()] };
}

/** Labels that never change within a series are labels of the series. */
export function labelsFor(
  columns: readonly LabelColumn[],
  { first, frames }: Pick<SeriesIndex, 'first' | 'frames'>,
): SeriesTable['labels'] {
  if (columns.length === 0) return undefined;
  const isSteady = columns.every(({ values }) =>
    first.every((from, i) => {
      const known = new Set<unknown>();
      for (let at = from; at < from + (frames[i] as number); at++) {
        const value = values.data[at];
        if (value !== null && !Number.isNaN(value)) known.add(value);
      }
      return known.size <= 1;
    }),
  );
  if (!isSteady || first.length < 2) return { per: 'frame', columns: [...columns] };
  const rows = first.map((from, i) => {
    const { values } = columns[0] as LabelColumn;
    for (let at = from; at < from + (frames[i] as number); at++) {
      const value = values.data[at];
      if (value !== null && !Number.isNaN(value)) return at;
    }
    return from;
  });
  return {
    per: 'series',
    columns: columns.map(({ column, values }) => ({ column, values: pickValues(values, rows) })),
  };
}
