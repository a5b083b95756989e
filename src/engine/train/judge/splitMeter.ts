/**
 * What a split came to, from raw outputs part by part: metrics on the host in float64, in the target's own unit, and
 * what is kept of some rows for the evaluation page. Never all outputs at once.
 */
import { HeldFrames } from '../../kinds/frameSource';
import type { Split } from '../../kinds/preparedData';
import { metricName } from '#/core/tasks/judgeName';
import type { KeptRows } from '#/core/tasks/keptRows';
import { taskOf } from '#/core/tasks/registry';
import type { JudgedPart } from '#/core/tasks/taskDef';
import type { MetricMeter } from '#/core/metrics/metricDef';
import type { TrainSpec } from '../trainSpec';

export type SplitName = 'train' | 'val' | 'test';

/** Values of a row that are judged: the outputs, or what the task makes of them on the device. */
export const judgedWidth = ({ task, outputWidth }: Pick<TrainSpec, 'task' | 'outputWidth'>): number =>
  taskOf(task).onDevice?.width(task, outputWidth) ?? outputWidth;

/** Values of the truth of a row that is answered in frames. */
const truthWidthOf = (spec: Pick<TrainSpec, 'task' | 'outputWidth'>): number =>
  judgedWidth(spec) / (taskOf(spec.task).perValue?.(spec.task) ?? 1);

type MeterSpec = Pick<TrainSpec, 'metrics' | 'classes' | 'task' | 'outputWidth'>;

export class SplitMeter {
  /** Every output so far is a number. */
  finite = true;
  readonly kept?: KeptRows;
  private readonly meters: [name: string, meter: MetricMeter][];
  private readonly slots?: Int32Array;
  private readonly name: SplitName;
  private readonly spec: MeterSpec;
  private readonly split: Split;

  /** `places`: rows of the split to be kept. */
  constructor(name: SplitName, spec: MeterSpec, split: Split, places?: ArrayLike<number>) {
    this.name = name;
    this.spec = spec;
    this.split = split;
    this.meters = spec.metrics.map((metric) => [metricName(name, metric.type), metric.meter(spec.classes)]);
    if (!places) return;
    const width = taskOf(spec.task).kept.width(spec.outputWidth, spec.task);
    this.kept = { width, values: new Float64Array(places.length * width) };
    this.slots = new Int32Array(split.rows).fill(-1);
    for (let slot = 0; slot < places.length; slot++) this.slots[places[slot] as number] = slot;
  }

  /** Raw outputs of the rows from `start` on, row-major, and the frames they are of; not held on to. */
  add(
    start: number,
    outputs: Float32Array,
    held = new HeldFrames(this.split.features, truthWidthOf(this.spec) / stepsOf(this.split)),
  ): void {
    const { spec, split, slots, kept } = this;
    const task = taskOf(spec.task);
    const part = judgedPart(split, start, outputs, [judgedWidth(spec), truthWidthOf(spec)], held);
    for (let i = 0; this.finite && i < outputs.length; i++) this.finite = Number.isFinite(outputs[i]);
    const compared = task.compare(spec.task, part);
    for (const [, meter] of this.meters) meter.add(compared);
    if (!slots || !kept) return;
    for (let row = 0; row < part.rows; row++) {
      const slot = slots[start + row] as number;
      if (slot >= 0) kept.values.set(task.kept.of(part, row, spec.task), slot * kept.width);
    }
  }

  metrics(loss: number): Record<string, number> {
    const values: Record<string, number> = { [`${this.name}Loss`]: loss };
    for (const [name, meter] of this.meters) {
      const value = meter.value();
      if (value !== undefined) values[name] = value;
    }
    return values;
  }
}

/** Frames of an answer. */
const stepsOf = ({ targetFrames, rows }: Pick<Split, 'targetFrames' | 'rows'>): number =>
  targetFrames ? Math.max(1, targetFrames.length / Math.max(1, rows)) : 1;

function judgedPart(
  split: Split,
  start: number,
  outputs: Float32Array,
  [width, truthWidth]: [output: number, truth: number],
  held: HeldFrames,
): JudgedPart {
  const rows = outputs.length / width;
  const { targetFrames, target } = split;
  if (!targetFrames)
    return { rows, outputs, width, truth: target.subarray(start, start + rows), truthWidth: 1 };
  const { freely } = split;
  const each = (freely?.length ?? 0) / split.rows;
  return {
    rows,
    outputs,
    width,
    truthWidth,
    ...frameTruth(split, targetFrames, truthWidth, start, rows, held),
    ...(freely && { freely: freely.subarray(start * each, (start + rows) * each) }),
  };
}

/** What came true, and the last frame that was known: the forecast of persistence. Standardised. */
function frameTruth(
  split: Split,
  targetFrames: Int32Array,
  width: number,
  start: number,
  rows: number,
  held: HeldFrames,
): { truth: Float32Array; last: Float32Array; seasonal?: Float32Array } {
  const { rows: all, frames, seasonalFrames } = split;
  const length = (frames?.length ?? all) / all;
  const steps = stepsOf(split);
  const [truth, last] = [new Float32Array(rows * width), new Float32Array(rows * width)];
  const seasonal = seasonalFrames && new Float32Array(rows * width);
  const copy = (to: Float32Array, at: number, frame: number) =>
    to.set(held.frame(frame), (at * width) / steps);
  for (let at = 0; at < rows; at++) {
    const row = start + at;
    for (let step = 0; step < steps; step++) {
      copy(truth, at * steps + step, targetFrames[row * steps + step] ?? 0);
      copy(last, at * steps + step, frames?.[(row + 1) * length - 1] ?? row);
      if (seasonal) copy(seasonal, at * steps + step, seasonalFrames?.[row * steps + step] ?? 0);
    }
  }
  return { truth, last, ...(seasonal && { seasonal }) };
}
