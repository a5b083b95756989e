/** Rows of pipeline values. */
import type { Values } from './transformDef';

export const rowCount = (values: Values): number =>
  values.kind === 'number' ? values.data.length / values.width : values.data.length;

/** Rows of the block picked by index, in that order. */
export function takeRows(values: Values, rows: ArrayLike<number>): Values {
  if (values.kind === 'string')
    return { kind: 'string', data: Array.from(rows, (row) => values.data[row] ?? null) };
  const { width } = values;
  const data = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    for (let c = 0; c < width; c++) data[i * width + c] = values.data[from + c] ?? Number.NaN;
  }
  return { kind: 'number', width, data };
}
