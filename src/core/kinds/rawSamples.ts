/** Samples as they are before any preprocessing, in one of a few forms that several kinds may share. */
import { sizeOf } from '../arch/sizeOf';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';

export interface ColumnSamples {
  form: 'columns';
  rows: number;
  columns: ReadonlyMap<string, Values>;
  /** The same as they were given, before the columns read them: what an exported file is fed. */
  written?: ReadonlyMap<string, Values>;
}

/** Row-major [rows, ...shape], the last axis its channels; NaN = missing. */
export interface WindowSamples {
  form: 'windows';
  rows: number;
  shape: readonly number[];
  values: Float32Array;
}

export type RawSamples = ColumnSamples | WindowSamples;

/** `rows` of them from `start` on. */
export function sliceSamples<S extends RawSamples>(samples: S, start: number, rows: number): S {
  if (start === 0 && rows === samples.rows) return samples;
  if (samples.form === 'windows') {
    const size = sizeOf(samples.shape);
    return { ...samples, rows, values: samples.values.subarray(start * size, (start + rows) * size) };
  }
  const places = Uint32Array.from({ length: rows }, (_, i) => start + i);
  const taken = (all: ReadonlyMap<string, Values>) =>
    new Map([...all].map(([name, values]) => [name, takeRows(values, places)] as const));
  const { columns, written } = samples;
  return { ...samples, rows, columns: taken(columns), ...(written && { written: taken(written) }) };
}
