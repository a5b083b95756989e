import type { TaskSpec } from '../protocol/train';

/** Computed on the host in float64 from predictions over a whole split. */
export interface MetricDef {
  /** Also the suffix of the logged name: "accuracy" is logged as trainAccuracy, valAccuracy. */
  type: string;
  title: string;
  task: TaskSpec['kind'];
  better: 'higher' | 'lower';
  /** Classes: predicted and true are indices. Regression: values in the target's own unit. */
  compute(input: { predicted: ArrayLike<number>; truth: ArrayLike<number>; classes: number }): number;
  examples: { predicted: number[]; truth: number[]; classes: number; expected: number }[];
}
