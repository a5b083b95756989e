/** Metrics of a whole split from its raw outputs, on the host in float64, in the target's own unit. */
import type { Split, TrainSpec } from './trainSpec';

export function splitMetrics(
  prefix: 'train' | 'val',
  spec: Pick<TrainSpec, 'metrics' | 'classes' | 'scale' | 'outputWidth'>,
  split: Split,
  { outputs, loss }: { outputs: Float32Array; loss: number },
): Record<string, number> {
  const predicted =
    spec.classes > 0
      ? classesOf(outputs, split.rows, spec.outputWidth)
      : Float64Array.from(outputs, (value) => value * spec.scale.std + spec.scale.mean);
  const truth =
    spec.classes > 0
      ? split.target
      : Float64Array.from(split.target, (value) => value * spec.scale.std + spec.scale.mean);
  const values: Record<string, number> = { [`${prefix}Loss`]: loss };
  for (const metric of spec.metrics) {
    const name = `${prefix}${metric.type.charAt(0).toUpperCase()}${metric.type.slice(1)}`;
    values[name] = metric.compute({ predicted, truth, classes: spec.classes });
  }
  return values;
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
