/** Metrics of a whole split from its raw outputs, on the host in float64, in the target's own unit. */
import { isMissing } from '#/core/grid/fittedGrid';
import type { Split, TrainSpec } from '../trainSpec';

export function splitMetrics(
  prefix: 'train' | 'val' | 'test',
  spec: Pick<TrainSpec, 'metrics' | 'classes' | 'scale' | 'outputWidth'>,
  split: Split,
  { outputs, loss }: { outputs: Float32Array; loss: number },
): Record<string, number> {
  const { predicted, truth, baseline } = comparedValues(spec, split, outputs);
  const values: Record<string, number> = { [`${prefix}Loss`]: loss };
  for (const metric of spec.metrics) {
    const name = `${prefix}${metric.type.charAt(0).toUpperCase()}${metric.type.slice(1)}`;
    const value = metric.compute({ predicted, truth, classes: spec.classes, baseline });
    if (value !== undefined) values[name] = value;
  }
  return values;
}

interface Compared {
  predicted: ArrayLike<number>;
  truth: ArrayLike<number>;
  baseline?: ArrayLike<number>;
}

function comparedValues(
  { classes, scale, outputWidth }: Pick<TrainSpec, 'classes' | 'scale' | 'outputWidth'>,
  split: Split,
  outputs: Float32Array,
): Compared {
  if (classes > 0) return { predicted: classesOf(outputs, split.rows, outputWidth), truth: split.target };
  const scaled = (values: Float32Array) =>
    Float64Array.from(values, (value) => (isMissing(value) ? Number.NaN : value * scale.std + scale.mean));
  const { targetFrames } = split;
  if (!targetFrames) return { predicted: scaled(outputs), truth: scaled(Float32Array.from(split.target)) };
  const { truth, last } = frameTruth(split, targetFrames, outputWidth);
  const there = (values: Float32Array) =>
    split.present === undefined ? values : values.filter((_, i) => !isMissing(truth[i] as number));
  return { predicted: scaled(there(outputs)), truth: scaled(there(truth)), baseline: scaled(there(last)) };
}

/** What came true, and the last frame that was known: the forecast of persistence. Standardised. */
export function frameTruth(
  { rows, features, frames }: Pick<Split, 'rows' | 'features' | 'frames'>,
  targetFrames: Int32Array,
  width: number,
): { truth: Float32Array; last: Float32Array } {
  const length = (frames?.length ?? rows) / rows;
  const [truth, last] = [new Float32Array(rows * width), new Float32Array(rows * width)];
  const copy = (to: Float32Array, row: number, frame: number) =>
    to.set(features.subarray(frame * width, (frame + 1) * width), row * width);
  for (let row = 0; row < rows; row++) {
    copy(truth, row, targetFrames[row] ?? 0);
    copy(last, row, frames?.[(row + 1) * length - 1] ?? row);
  }
  return { truth, last };
}

/** The first of the largest logits; one logit alone decides by its sign, as 0.5 does on the probability. */
export function classesOf(outputs: Float32Array, rows: number, width: number): Int32Array {
  const classes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    if (width === 1) {
      classes[row] = (outputs[start] as number) > 0 ? 1 : 0;
      continue;
    }
    let best = 0;
    for (let i = 1; i < width; i++) {
      if ((outputs[start + i] as number) > (outputs[start + best] as number)) best = i;
    }
    classes[row] = best;
  }
  return classes;
}
