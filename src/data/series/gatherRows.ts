/** A table with a row for each series, its values one after the other. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { type LabelColumn, mostSeriesValues, type SeriesTable } from './seriesTable';

export interface RowTable {
  rows: number;
  fileName: string;
  item?: readonly (string | null)[];
  /** By column, in order. */
  values: readonly Float64Array[];
  labels: LabelColumn[];
}

/** Values that are missing at the end of a row are not there: series may be of different length. */
export function gatherRows({ rows, fileName, item, values: columns, labels }: RowTable): SeriesTable {
  const issues: DataIssue[] = [];
  if (rows * columns.length > mostSeriesValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `The series have ${(rows * columns.length).toLocaleString('en')} values; at most ${mostSeriesValues.toLocaleString('en')} are held at a time.`,
      place: fileName,
      hint: 'Import parts of the file.',
    });
  const frames = new Float64Array(rows);
  let empty = 0;
  for (let row = 0; row < rows; row++) {
    let own = columns.length;
    while (own > 0 && Number.isNaN((columns[own - 1] as Float64Array)[row])) own--;
    if (own === 0) empty++;
    // A series without a value keeps its place beside its label.
    frames[row] = Math.max(1, own);
  }
  if (empty > 0)
    issues.push({
      severity: 'warning',
      message: `${empty.toLocaleString('en')} ${empty === 1 ? 'series has' : 'series have'} no value at all.`,
    });
  const first = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    first[row] = total;
    total += frames[row] as number;
  }
  const values = new Float32Array(total);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < (frames[row] as number); i++)
      values[(first[row] as number) + i] = (columns[i] as Float64Array)[row] as number;
  return {
    names: Array.from({ length: rows }, (_, row) => item?.[row] ?? String(row + 1)),
    first,
    frames,
    start: new Float64Array(rows),
    channels: [{ name: 'value' }],
    values,
    time: { isDate: false, step: { count: 1, unit: 'own' } },
    ...(labels.length > 0 && { labels: { per: 'series' as const, columns: labels } }),
    issues,
  };
}
