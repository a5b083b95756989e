/** Answers to samples of a field as a file: labels and numbers as a CSV, forecasts as arrays of NumPy. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { fittedGridOf } from '#/core/grid/gridOf';
import { coordinateAt } from '#/core/grid/coordinateAt';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import type { GridAxis, GridSchema } from '#/core/grid/gridSchema';
import type { SamplePlaces } from '#/core/grid/samplePlaces';
import type { ModelVersion } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import { largestIndex } from '#/core/stats/largestIndex';
import { type CsvCell, toCsvLine } from '#/core/table/writeCsv';
import { npzPieces } from '#/formats/arrays/writeNpz';

export interface AnsweredSamples {
  version: Pick<ModelVersion, 'task' | 'input'>;
  grid: GridSchema;
  places: SamplePlaces;
  /** Numbers of the samples that were answered. */
  samples: Uint32Array;
  /** By sample number of the dataset, where it has the target: class name or number, null when missing. */
  truth?: readonly (string | number | null)[];
  /**
   * Of some samples at a time, in their order, row-major [samples, answerWidth]: probabilities, a number, or a frame
   * [x, y, z, channel], which is float32.
   */
  answers: AsyncIterable<Float64Array | Float32Array>;
  /** Kept in the file of forecasts. */
  names: { model: string; dataset: string };
}

/** Numbers of one answer. */
export function answerWidth({ task, input }: Pick<ModelVersion, 'task' | 'input'>): number {
  const { frames } = taskOf(task);
  return frames ? sizeOf(kindOf(input).shape(input.fitted).slice(1)) : (task.labels?.length ?? 1);
}

/** The numbers of an answer, as they are kept until all are there. */
export function numbersOf({ value, probabilities, field }: Prediction): ArrayLike<number> {
  return field ?? probabilities ?? [Number(value)];
}

export interface AnswerScore {
  /** Samples whose truth is known. */
  judged: number;
  correct?: number;
  /** Root mean squared error, in the target's unit. */
  rmse?: number;
}

/** Samples whose lines are written at a time. */
const linesAtOnce = 2_000;

/** One line per sample: where and when it is, what is known, what the model says. Answers with the score at its end. */
export async function* answersCsv(
  answered: AnsweredSamples,
): AsyncGenerator<Uint8Array, AnswerScore | undefined> {
  const { version, grid, places, samples, truth, answers } = answered;
  const { task } = version;
  const labels = task.labels ?? [];
  const width = answerWidth(version);
  const length = fittedGridOf(version)?.size[0] ?? 1;
  const { time } = grid.axes;
  const unit = time.unit ? ` (${time.unit})` : '';
  const corner = grid.windowing.patch ? ['x0', 'y0', 'z0'] : [];
  let [judged, correct, squares] = [0, 0, 0];
  const lineOf = (sample: number, row: Float64Array | Float32Array): string => {
    const says = labels.length > 0 ? (labels[largestIndex(row)] ?? '') : (row[0] as number);
    const start = places.start[sample] as number;
    const known: CsvCell = truth?.[sample] ?? null;
    if (known !== null && !Number.isNaN(known)) {
      judged++;
      if (known === says) correct++;
      if (typeof says === 'number') squares += (says - Number(known)) ** 2;
    }
    return toCsvLine([
      sample,
      places.recording[sample],
      start,
      coordinateAt(time, start),
      coordinateAt(time, start + length - 1),
      ...(corner.length > 0 ? (places.places[sample] ?? []) : []),
      ...(truth ? [known] : []),
      says,
      ...(labels.length > 0 ? row : []),
    ]);
  };
  const encoder = new TextEncoder();
  yield encoder.encode(
    toCsvLine([
      'sample',
      'recording',
      'start',
      `time from${unit}`,
      `time to${unit}`,
      ...corner,
      ...(truth ? [task.target] : []),
      `${task.target} (predicted)`,
      ...labels.map((label) => `probability ${label}`),
    ]),
  );
  let done = 0;
  for await (const part of answers)
    for (let at = 0; at < part.length; ) {
      const count = Math.min(linesAtOnce, (part.length - at) / width);
      const lines = Array.from(samples.subarray(done, done + count), (sample, i) =>
        lineOf(sample, part.subarray(at + i * width, at + (i + 1) * width)),
      );
      yield encoder.encode(lines.join(''));
      done += count;
      at += count * width;
    }
  if (judged === 0) return undefined;
  return labels.length > 0 ? { judged, correct } : { judged, rmse: Math.sqrt(squares / judged) };
}

/** `forecast` [sample, x, y, z, channel] with where and when each is; axes.json says what the numbers are. */
export function answersNpz({
  version,
  grid,
  places,
  samples,
  answers,
  names,
}: AnsweredSamples): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { channels, size, horizon } = fittedGridOf(version) as FittedGrid;
  const [length, ...space] = size;
  const { axes } = grid;
  const count = samples.length;
  const last = (sample: number) => (places.start[sample] as number) + length - 1 + horizon;
  const whole = (of: (sample: number) => number) => ({
    values: Int32Array.from(samples, of),
    shape: [count],
  });
  const along = (axis: GridAxis) => ({
    values: Float64Array.from({ length: axis.size }, (_, i) => coordinateAt(axis, i)),
    shape: [axis.size],
  });
  const shape = [count, ...space, channels.length];
  const about = ({ name, unit }: { name?: string; unit?: string }) => ({ name, unit });
  return npzPieces(
    {
      forecast: { values: answers as AsyncIterable<Float32Array>, dtype: 'float32', shape },
      sample: whole((sample) => sample),
      recording: whole((sample) => places.recording[sample] as number),
      start: whole((sample) => places.start[sample] as number),
      // Ahead of the last time of the file where the window ends at it.
      time: {
        values: Float64Array.from(samples, (sample) => coordinateAhead(axes.time, last(sample))),
        shape: [count],
      },
      ...(grid.windowing.patch
        ? {
            corner: {
              values: Int32Array.from([...samples].flatMap((sample) => [...(places.places[sample] ?? [])])),
              shape: [count, 3],
            },
          }
        : {}),
      x: along(axes.x),
      y: along(axes.y),
      z: along(axes.z),
    },
    {
      'axes.json': `${JSON.stringify(
        {
          model: names.model,
          dataset: names.dataset,
          forecast: { dimensions: ['sample', 'x', 'y', 'z', 'channel'], shape },
          channels: channels.map(about),
          horizon,
          window: length,
          axes: { time: about(axes.time), x: about(axes.x), y: about(axes.y), z: about(axes.z) },
        },
        null,
        1,
      )}\n`,
    },
  );
}

/** Also past the end, where the steps are even; NaN where they are not, or where there is but one time. */
const coordinateAhead = (axis: GridAxis, index: number): number =>
  index >= axis.size && (axis.coordinates || (axis.size < 2 && axis.first !== undefined))
    ? Number.NaN
    : coordinateAt(axis, index);
