/** How the target is encoded for training and decoded for people. */
import { TetradError } from '#/core/protocol/errors';
import type { Prediction } from '#/core/protocol/predict';
import type { TaskSpec } from '#/core/protocol/train';
import { largestPerRow, probabilities } from '#/core/train/probabilities';
import { sortLabels } from './categories';
import { asNumbers, presentColumn } from './numberBlock';
import { mean } from './impute';
import { restoreFrames } from '#/core/grid/fittedGrid';
import type { FittedTarget } from './pipeline';
import { safeScale } from './scale';
import type { Values } from './transformDef';

/** Distinct labels in the order of the network's outputs. */
export const labelsOf = (labels: Iterable<string | null>): string[] => {
  const distinct = new Set<string>();
  for (const label of labels) if (label) distinct.add(label);
  return sortLabels(distinct);
};

/** `values`: the target of the training rows (text for classification). */
export function fitTarget(task: TaskSpec, values: Values): FittedTarget {
  if (task.kind === 'classification') return { kind: 'labels', labels: task.labels };
  const present = presentColumn(asNumbers(values, 'target'), 0);
  if (present.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: `The target "${task.target}" has no numbers to learn from.`,
      place: `column ${task.target}`,
      hint: 'Choose another target, or make it categorical to predict classes.',
    });
  const center = mean(present);
  const variance = present.reduce((sum, value) => sum + (value - center) ** 2, 0) / present.length;
  return { kind: 'standardized', mean: center, std: safeScale(Math.sqrt(variance), center) };
}

/** Class index or standardised number per row; NaN where missing or not among the labels. */
export function encodeTarget(target: FittedTarget, values: Values): Float64Array {
  if (target.kind === 'standardized')
    return asNumbers(values, 'target').data.map((value) => (value - target.mean) / target.std);
  if (values.kind !== 'string' || target.kind === 'field')
    throw new TetradError({ code: 'internal', message: 'A classification target must be given as labels.' });
  const index = new Map(target.labels.map((label, i) => [label, i]));
  return Float64Array.from(
    values.data,
    (label) => (label === null ? undefined : index.get(label)) ?? Number.NaN,
  );
}

/**
 * Network output (logits, or standardised numbers; row-major [rows, width]) to predictions, exactly as the
 * exported file does it: softmax, or sigmoid for one logit; the first of the largest probabilities wins.
 */
export function decodeOutput(target: FittedTarget, output: Float32Array, width: number): Prediction[] {
  if (target.kind === 'standardized')
    return Array.from(output, (value) => ({ value: value * target.std + target.mean }));
  if (target.kind === 'field') return decodeFields(target.channels, output, width);
  const classes = target.labels.length;
  const shares = probabilities(output, width);
  return Array.from(largestPerRow(shares, classes), (best, row) => ({
    value: target.labels[best] ?? '',
    probabilities: Array.from(shares.subarray(row * classes, (row + 1) * classes)),
  }));
}

/** Whole fields in their own units; the number beside is the mean, for tables. */
function decodeFields(
  channels: Extract<FittedTarget, { kind: 'field' }>['channels'],
  output: Float32Array,
  width: number,
): Prediction[] {
  return Array.from({ length: output.length / width }, (_, row) => {
    const field = output.slice(row * width, (row + 1) * width);
    restoreFrames(field, channels);
    return { value: mean(Float64Array.from(field)), field };
  });
}
