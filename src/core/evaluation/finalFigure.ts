/**
 * The one figure that says how good a finished run is, with its 95 % interval, beside what answering without a model
 * comes to on the same rows. Of the test part where there is one: of the validation part it flatters, for the best
 * weights were chosen on it.
 */
import { ratioInterval, ratioOf } from '../stats/ratioInterval';
import { largestPerRow } from '../train/probabilities';
import type { ClassPredictions } from '../tasks/classification';
import type { KeptRows } from '../tasks/keptRows';
import type { NumberPredictions } from '../tasks/regression';
import { wilsonInterval } from './wilsonInterval';

export interface FinalFigure {
  part: 'test' | 'validation';
  /** As metrics are named: "accuracy", "rmse", "skill". */
  metric: string;
  value: number;
  /** Absent where there is too little to tell. */
  low?: number;
  high?: number;
  /** So many were judged. */
  rows: number;
  /** In words, "always “no”", and how good that is. */
  free?: { answer: string; value: number };
  /** Of labels: the mean of the shares found of each; `free` is that of one label for all. */
  balanced?: { value: number; free: number };
  /** The label that was answered for every row, though others are right for some. */
  always?: string;
  /** Judged rows that equal one that was learnt from, and the figure without them (absent: there are no others). */
  copies?: { rows: number; value?: number };
}

export type Figure = Omit<FinalFigure, 'part' | 'rows' | 'copies'>;

/** What a figure needs beside the answers that are kept. */
export interface FigureContext {
  /** The class that is most frequent in training. */
  common: number;
  /** As the task keeps them. */
  kept: KeptRows;
  seed: number;
}

/** `common`: the class that is most frequent in training, which answers without a model. */
export function classFigure(
  { labels, truth, probabilities, blocks }: ClassPredictions,
  common: number,
  answers: ArrayLike<number> = largestPerRow(probabilities, labels.length),
): Figure {
  const right = Uint8Array.from(truth, (label, i) => Number(answers[i] === label));
  const hits = right.reduce((sum, hit) => sum + hit, 0);
  const value = hits / truth.length;
  const alone = blocks === undefined || new Set(blocks).size === blocks.length;
  const interval = alone
    ? wilsonInterval(hits, truth.length)
    : within01(ratioInterval({ above: right, blocks }, 0));
  const free = truth.reduce((sum, label) => sum + Number(label === common), 0) / truth.length;
  const recalls = recallsOf(truth, right, labels.length);
  const first = answers[0];
  const always = recalls.length > 1 && Array.from(truth).every((_, i) => answers[i] === first);
  return {
    metric: 'accuracy',
    value,
    ...(interval && { low: interval.low, high: interval.high }),
    free: { answer: `always “${labels[common] ?? ''}”`, value: free },
    ...(recalls.length > 1 && {
      balanced: {
        value: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
        free: 1 / recalls.length,
      },
    }),
    ...(always && { always: labels[first as number] ?? '' }),
  };
}

/** Of the labels that some row truly has. */
function recallsOf(truth: ArrayLike<number>, right: ArrayLike<number>, labels: number): number[] {
  const rows = new Float64Array(labels);
  const found = new Float64Array(labels);
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i] as number;
    rows[label] = (rows[label] ?? 0) + 1;
    found[label] = (found[label] ?? 0) + (right[i] as number);
  }
  return Array.from(rows, (count, label) => (found[label] as number) / count).filter(Number.isFinite);
}

const within01 = (interval: ReturnType<typeof ratioInterval>) =>
  interval && { low: Math.max(0, interval.low), high: Math.min(1, interval.high) };

/** `mean`: of the target in training, in its own unit. */
export function numberFigure(
  { truth, predicted, blocks }: NumberPredictions,
  mean: number,
  seed: number,
): Figure {
  const above = truth.map((value, i) => ((predicted[i] as number) - value) ** 2);
  const interval = ratioInterval({ above, blocks }, seed);
  return {
    metric: 'rmse',
    value: Math.sqrt(ratioOf({ above })),
    ...(interval && { low: Math.sqrt(Math.max(0, interval.low)), high: Math.sqrt(interval.high) }),
    free: {
      answer: 'the mean',
      value: Math.sqrt(ratioOf({ above: truth.map((value) => (value - mean) ** 2) })),
    },
  };
}

/** Of each forecast its mean squared error and that of persistence, standardised; NaN where the last is not known. */
export function skillFigure(
  errors: {
    model: ArrayLike<number>;
    persistence: ArrayLike<number>;
    /** Of the seasonal naive forecast. */
    seasonal?: { of: ArrayLike<number>; period: number };
    blocks?: ArrayLike<number>;
  },
  seed: number,
): Figure | undefined {
  const known = Array.from(errors.persistence, (_, i) => i).filter(
    (i) => !Number.isNaN(errors.persistence[i]) && !Number.isNaN(errors.model[i]),
  );
  const of = (values: ArrayLike<number>) => Float64Array.from(known, (i) => values[i] as number);
  const ratio = { above: of(errors.model), below: of(errors.persistence) };
  const value = ratioOf(ratio);
  if (!Number.isFinite(value)) return undefined;
  const interval = ratioInterval({ ...ratio, blocks: errors.blocks && of(errors.blocks) }, seed);
  const skill = (square: number) => 1 - Math.sqrt(Math.max(0, square));
  const { seasonal } = errors;
  const naive = seasonal
    ? {
        answer: `persistence: 0; the value ${seasonal.period} steps before`,
        value: skill(ratioOf({ above: of(seasonal.of), below: ratio.below })),
      }
    : { answer: 'persistence', value: 0 };
  return {
    metric: 'skill',
    value: skill(value),
    ...(interval && { low: skill(interval.high), high: skill(interval.low) }),
    free: naive,
  };
}
