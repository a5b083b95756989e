/**
 * Metrics of answers with several labels: `predicted` are probabilities and `truth` 0 or 1, row-major [rows, labels].
 * A label is called from a half on.
 */
import type { MetricDef, MetricMeter } from './metricDef';

export const calledFrom = 0.5;

/** Of each label: called rightly, wrongly, and not though it is there. */
export class LabelCounts {
  readonly hits: Float64Array;
  readonly false: Float64Array;
  readonly missed: Float64Array;
  rows = 0;
  exact = 0;
  private readonly labels: number;

  constructor(labels: number) {
    this.labels = labels;
    this.hits = new Float64Array(labels);
    this.false = new Float64Array(labels);
    this.missed = new Float64Array(labels);
  }

  add(predicted: ArrayLike<number>, truth: ArrayLike<number>): void {
    const { labels } = this;
    for (let row = 0; row * labels < truth.length; row++) {
      let right = true;
      for (let label = 0; label < labels; label++) {
        const called = (predicted[row * labels + label] as number) >= calledFrom;
        const there = (truth[row * labels + label] as number) > 0;
        const into = called ? (there ? this.hits : this.false) : there ? this.missed : undefined;
        if (into) into[label] = (into[label] as number) + 1;
        right &&= called === there;
      }
      this.rows++;
      this.exact += Number(right);
    }
  }
}

/** Nothing called and nothing there is no failure. */
export const f1Of = (hits: number, wrong: number, missed: number): number =>
  hits + wrong + missed === 0 ? 1 : (2 * hits) / (2 * hits + wrong + missed);

export function countMeter(labels: number, value: (counts: LabelCounts) => number): MetricMeter {
  const counts = new LabelCounts(labels);
  return {
    add: ({ predicted, truth }) => counts.add(predicted, truth),
    value: () => (counts.rows === 0 ? undefined : value(counts)),
  };
}

/** Two rows of three labels: the first right, of the second one missed and one wrong. */
export const exampleOfLabels: Omit<MetricDef['examples'][number], 'expected'> = {
  predicted: [0.9, 0.1, 0.8, 0.2, 0.6, 0.7],
  truth: [1, 0, 1, 1, 0, 1],
  classes: 3,
};
