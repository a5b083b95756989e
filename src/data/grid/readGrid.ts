/**
 * The values of a file in the stored order [recording, time, x, y, z, channel], some whole times at a time. Memory
 * holds one such piece and one variable's box of it, whatever the size of the file.
 */
import type { ArrayFile, AxisRole } from '#/core/grid/arrayFile';
import { findVariable } from '#/core/grid/mapGrid';
import { scatterBox } from '#/core/grid/scatterBox';
import type { GridPlan } from './gridPlan';

/** 64 MiB of float32: large enough that a file stored in another order is not read again too often. */
const pieceValues = 16 * 1024 * 1024;

export interface GridPiece {
  /** Within the file, over all its recordings. */
  firstFrame: number;
  frames: number;
  values: Float32Array;
}

export interface ReadFieldOptions {
  /** Told of every value that `mapping.missing` turns into NaN. */
  marked?(variable: string, mark: number): void;
  /** Read at once. */
  values?: number;
}

export async function* readField(
  arrays: ArrayFile,
  plan: GridPlan,
  signal: AbortSignal,
  { marked = () => undefined, values = pieceValues }: ReadFieldOptions = {},
): AsyncGenerator<GridPiece> {
  const { sizes, frame } = plan;
  const framesAtOnce = Math.max(1, Math.floor(values / frame));
  const samplesAtOnce = Math.max(1, Math.floor(framesAtOnce / sizes.time));
  const timesAtOnce = Math.min(framesAtOnce, sizes.time);
  for (let sample = 0; sample < sizes.sample; sample += samplesAtOnce)
    for (let time = 0; time < sizes.time; time += timesAtOnce) {
      signal.throwIfAborted();
      const samples = Math.min(samplesAtOnce, sizes.sample - sample);
      const times = Math.min(timesAtOnce, sizes.time - time);
      yield {
        firstFrame: sample * sizes.time + time,
        frames: samples * times,
        values: await readPiece(arrays, plan, [sample, samples], [time, times], marked),
      };
    }
}

type Range = [start: number, count: number];

async function readPiece(
  arrays: ArrayFile,
  { mapping, sizes, ranges, channels, frame }: GridPlan,
  sampleRange: Range,
  timeRange: Range,
  marked: (variable: string, mark: number) => void,
): Promise<Float32Array> {
  const width = channels.length;
  const strides: Record<AxisRole, number> = {
    sample: timeRange[1] * frame,
    time: frame,
    x: sizes.y * sizes.z * width,
    y: sizes.z * width,
    z: width,
    channel: 1,
  };
  const roles = new Map(Object.entries(mapping.axes));
  const fixed = new Map(Object.entries(mapping.fixed));
  const marks = new Map(Object.entries(mapping.missing ?? {}));
  const out = new Float32Array(sampleRange[1] * timeRange[1] * frame);
  for (const [i, name] of mapping.variables.entries()) {
    const dimensions = findVariable(arrays.variables, name)?.dimensions ?? [];
    const box = dimensions.map(
      (dimension): { start: number; count: number; step: number; stride: number } => {
        const role = roles.get(dimension.name);
        if (role === undefined)
          return { start: fixed.get(dimension.name) ?? 0, count: 1, step: 1, stride: 0 };
        const { start, step } = ranges[role];
        const [first, count] =
          role === 'sample' ? sampleRange : role === 'time' ? timeRange : ([0, sizes[role]] as const);
        return { start: start + first * step, count, step, stride: strides[role] };
      },
    );
    const count = box.map((axis) => axis.count);
    const values = await arrays.read(
      name,
      box.map(({ start }) => start),
      count,
      box.map(({ step }) => step),
    );
    dropMarks(values, marks.get(name) ?? [], (mark) => marked(name, mark));
    const boxStrides = box.map(({ stride }) => stride);
    scatterBox(values, count, out, boxStrides, i * sizes.channel);
  }
  return out;
}

/** Numbers that a person, or the import, took for "missing"; how often each occurs is told. */
function dropMarks(values: Float32Array, marks: readonly number[], dropped: (mark: number) => void): void {
  if (marks.length === 0) return;
  const stored = marks.map(Math.fround);
  for (let i = 0; i < values.length; i++) {
    const mark = stored.indexOf(values[i] as number);
    if (mark < 0) continue;
    values[i] = Number.NaN;
    dropped(marks[mark] as number);
  }
}
