/** The contract of a preprocessing step: fit on training rows, apply anywhere, lower to ONNX. */
import type { z } from 'zod';
import type { ColumnType } from '../protocol/dataset';
import type { GraphBuilder } from '../onnx/graphBuilder';

/** A column (or a block of columns) between steps. Numbers: row-major [rows, width], NaN = missing. */
export type Values =
  | { kind: 'number'; width: number; data: Float64Array }
  | { kind: 'string'; data: (string | null)[] };

export interface TransformDef<P = unknown, S = unknown> {
  type: string;
  title: string;
  summary: string;
  /** Field types it can be applied to first in a chain. */
  accepts: ColumnType[];
  input: Values['kind'];
  output: Values['kind'];
  params: z.ZodType<P>;
  /** Everything learnt from the training rows, as JSON. */
  fit(values: Values, params: P): S;
  apply(values: Values, state: S, params: P): Values;
  /** Names of the produced columns given the name of the consumed one: one-hot gives "species=setosa", ... */
  outputNames(name: string, state: S, params: P): string[];
  /** The number before this step that becomes `value` in a produced column; absent where nothing is to be undone, or nothing can be. */
  undo?(value: number, column: number, state: S): number;
  /** The text that a produced column of 0 and 1 stands for. */
  category?(column: number, state: S): string;
  /** Raw numbers enter as double [N, width] with NaN for missing, strings as string [N, 1] with "" for missing. Must equal apply. */
  toOnnx(graph: GraphBuilder, input: string, state: S, params: P): string;
  examples: { values: Values; params: Record<string, unknown> }[];
}
