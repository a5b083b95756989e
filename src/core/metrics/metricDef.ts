import type { TargetValue } from '../tasks/targetValue';

export interface MetricInput {
  predicted: ArrayLike<number>;
  truth: ArrayLike<number>;
  baseline?: ArrayLike<number>;
  /** Of quantiles: which each value of the truth has side by side in `predicted`, ascending. */
  levels?: readonly number[];
}

/** A single one, the median. */
export const alone: readonly number[] = [0.5];

/** Takes answers part by part, so that a split is never held whole. Sums are float64, in the order given. */
export interface MetricMeter {
  /**
   * Classes: predicted and true are indices. Quantiles: so many predicted a true value. Else: values in the target's own unit. A forecast has a baseline:
   * what persistence (the last known value) would have answered, NaN where that value is missing.
   */
  add(part: MetricInput): void;
  /** Undefined where nothing can be compared. */
  value(): number | undefined;
}

export interface MetricDef {
  /** Also the suffix of the logged name: "accuracy" is logged as trainAccuracy, valAccuracy. */
  type: string;
  title: string;
  /** What it compares: of the tasks that answer so. */
  value: TargetValue;
  /** Means nothing without a baseline beside each answer. */
  needsBaseline?: true;
  better: 'higher' | 'lower';
  /** `classes`: number of labels; 0 where the answer is a number. */
  meter(classes: number): MetricMeter;
  examples: (MetricInput & { classes: number; predicted: number[]; truth: number[]; expected: number })[];
}

/** Over everything at once. */
export function measure(
  metric: MetricDef,
  { classes, ...input }: MetricInput & { classes: number },
): number | undefined {
  const meter = metric.meter(classes);
  meter.add(input);
  return meter.value();
}
