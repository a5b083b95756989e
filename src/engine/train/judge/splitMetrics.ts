/** Metrics of a whole split from its raw outputs, on the host in float64, in the target's own unit. */
import { metricName } from '#/core/tasks/judgeName';
import { taskOf } from '#/core/tasks/registry';
import type { JudgedPart } from '#/core/tasks/taskDef';
import type { Split, TrainSpec } from '../trainSpec';

export function splitMetrics(
  prefix: 'train' | 'val' | 'test',
  { metrics, classes, task, outputWidth }: Pick<TrainSpec, 'metrics' | 'classes' | 'task' | 'outputWidth'>,
  split: Split,
  { outputs, loss }: { outputs: Float32Array; loss: number },
): Record<string, number> {
  const part = judgedPart(split, outputs, outputWidth);
  const compared = taskOf(task).compare(task, part);
  const values: Record<string, number> = { [`${prefix}Loss`]: loss };
  for (const metric of metrics) {
    const meter = metric.meter(classes);
    meter.add(compared);
    const value = meter.value();
    if (value !== undefined) values[metricName(prefix, metric.type)] = value;
  }
  return values;
}

/** Rows from `start` on, as many as there are outputs. */
export function judgedPart(split: Split, outputs: Float32Array, width: number, start = 0): JudgedPart {
  const rows = outputs.length / width;
  const { targetFrames, target } = split;
  if (!targetFrames) return { rows, outputs, width, truth: target.subarray(start, start + rows) };
  return { rows, outputs, width, ...frameTruth(split, targetFrames, width, start, rows) };
}

/** What came true, and the last frame that was known: the forecast of persistence. Standardised. */
function frameTruth(
  { rows: all, features, frames }: Pick<Split, 'rows' | 'features' | 'frames'>,
  targetFrames: Int32Array,
  width: number,
  start: number,
  rows: number,
): { truth: Float32Array; last: Float32Array } {
  const length = (frames?.length ?? all) / all;
  const [truth, last] = [new Float32Array(rows * width), new Float32Array(rows * width)];
  const copy = (to: Float32Array, at: number, frame: number) =>
    to.set(features.subarray(frame * width, (frame + 1) * width), at * width);
  for (let at = 0; at < rows; at++) {
    const row = start + at;
    copy(truth, at, targetFrames[row] ?? 0);
    copy(last, at, frames?.[(row + 1) * length - 1] ?? row);
  }
  return { truth, last };
}
