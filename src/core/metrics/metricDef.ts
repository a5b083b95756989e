import type { TaskSpec } from '../protocol/train';

export interface MetricInput {
  predicted: ArrayLike<number>;
  truth: ArrayLike<number>;
  classes: number;
  baseline?: ArrayLike<number>;
}

/** Computed on the host in float64 from predictions over a whole split. */
export interface MetricDef {
  /** Also the suffix of the logged name: "accuracy" is logged as trainAccuracy, valAccuracy. */
  type: string;
  title: string;
  task: TaskSpec['kind'];
  better: 'higher' | 'lower';
  /**
   * Classes: predicted and true are indices. Else: values in the target's own unit. A forecast has a baseline:
   * what persistence (the last known value) would have answered, NaN where that value is missing. Undefined where
   * nothing can be compared.
   */
  compute(input: MetricInput): number | undefined;
  examples: (MetricInput & { predicted: number[]; truth: number[]; expected: number })[];
}
