import type { z } from 'zod';
import type { Ops, Tensor } from '../layers/layerDef';
import type { TargetValue } from '../tasks/targetValue';

/** Loss of each row, from raw network output (logits, or standardised prediction) and target. */
export interface LossDef<P = unknown> {
  type: string;
  title: string;
  summary: string;
  /** Of tasks whose answer is this. */
  value: TargetValue;
  /** Needs just so many. */
  labels?: number;
  params: z.ZodType<P>;
  /** Width of the network output for a task with `classes` labels (binary cross-entropy: 1 for two labels). */
  outputWidth(classes: number): number;
  /**
   * target: int32 class index [batch] or float32 [batch]. output: [batch, width]. Result: [batch].
   * `smoothing`: share of a class target that is spread evenly over all classes; 0 for regression.
   */
  perRow(tf: Ops, output: Tensor, target: Tensor, params: P, smoothing: number): Tensor;
  /** Means over the rows. */
  examples: {
    output: number[][];
    target: number[];
    expected: number;
    params?: Record<string, unknown>;
    smoothing?: number;
  }[];
}
