/** The steps to come of a series, each with the interval that is likely to hold it. */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { factsOfBands, metricsOfFacts } from '../evaluation/quantileFacts';
import { quantileFigure } from '../evaluation/quantileFigure';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { isMissing, restoreFrames } from '../grid/fittedGrid';
import { TetradError } from '../protocol/errors';
import type { Scale, TaskSpec } from '../protocol/train';
import { endsMovedOnnx, outwardsBy, withEndsMoved } from '../quantiles/conformal';
import { coverageOf, levelsOf, meanPinball, medianOf, percentOf } from '../quantiles/levels';
import { mean } from '../transforms/impute';
import { defineArtifact } from './artifact';
import type { KeptRows } from './keptRows';
import { heedsCoverage, levelsSchema, quantileNames } from './quantiles';
import { commonScale, unscaled } from './scale';
import { defineTask, type JudgedPart } from './taskDef';

interface QuantileForecastTask extends TaskSpec {
  type: 'quantileForecast';
  horizon: number;
  channels: string[];
  steps: number;
}

/** In the own unit of each channel; values [step, channel], missing is NaN. */
export interface BandPredictions extends ValidationPredictions {
  levels: number[];
  steps: number;
  channels: { name: string; unit?: string; std: number }[];
  /** Of the seasonal naive forecast; absent: the naive one is persistence. */
  period?: number;
  truth: Float32Array<ArrayBuffer>;
  /** What needs no model: the value one season, or one step, before what is forecast. */
  naive: Float32Array<ArrayBuffer>;
  /** [level, step, channel] of each row. */
  quantiles: Float32Array<ArrayBuffer>;
}

const values = ({ steps, channels }: { steps: number; channels: readonly unknown[] }): number =>
  steps * channels.length;

export const quantileForecast = defineTask<QuantileForecastTask, BandPredictions>({
  type: 'quantileForecast',
  title: 'Forecast with intervals',
  words: { of: 'intervals of', answer: 'what comes next, with the interval that is likely to hold it' },
  value: 'quantile',
  spec: z.object({
    type: z.literal('quantileForecast'),
    target: z.string(),
    horizon: z.int().min(1),
    channels: z.array(z.string()),
    steps: z.int().min(1),
    period: z.int().min(2).optional(),
    levels: levelsSchema.optional(),
    outwards: z.array(z.number()).optional(),
    scales: z.array(z.object({ mean: z.number(), std: z.number() })).optional(),
  }),
  beside: (usual) =>
    usual.steps !== undefined && usual.horizon !== undefined && usual.channels !== undefined
      ? ({ ...usual, type: 'quantileForecast', levels: [...levelsOf({})] } as QuantileForecastTask)
      : undefined,
  heeds: heedsCoverage,
  judge: 'pinball',
  loss: 'pinball',
  frames: true,
  answerName: 'forecast',
  outputWidth: (task, inputShape) => levelsOf(task).length * task.steps * sizeOf(inputShape.slice(1)),
  perValue: (task) => levelsOf(task).length,
  /** The scales of a step are those of the input; the kind that has series sets them. */
  fit: (task) => task,
  encode() {
    throw new TetradError({ code: 'internal', message: 'A forecast is of frames, not of a column.' });
  },
  decode(task, output, width) {
    const levels = levelsOf(task);
    const step = width / levels.length;
    const moved = withEndsMoved(task, output, width);
    return Array.from({ length: output.length / width }, (_, row) => {
      const all = moved.slice(row * width, (row + 1) * width);
      restoreFrames(all, task.scales ?? []);
      const field = all.slice(medianOf(levels) * step, (medianOf(levels) + 1) * step);
      return { value: mean(Float64Array.from(field)), field, quantiles: [...all] };
    });
  },
  compare(task, { outputs, truth, width, truthWidth }) {
    const scale = commonScale(task);
    const levels = levelsOf(task);
    const [came, found] = [new Float64Array(truth.length), new Float64Array(truth.length * levels.length)];
    let there = 0;
    for (let i = 0; i < truth.length; i++) {
      if (isMissing(truth[i] as number)) continue;
      const at = Math.floor(i / truthWidth) * width + (i % truthWidth);
      for (let level = 0; level < levels.length; level++)
        found[there * levels.length + level] = outputs[at + level * truthWidth] as number;
      came[there++] = truth[i] as number;
    }
    return {
      predicted: unscaled(found.subarray(0, there * levels.length), scale),
      truth: unscaled(came.subarray(0, there), scale),
      levels,
    };
  },
  kept: {
    width: (width, task) => width + (2 * width) / levelsOf(task).length,
    of: ({ outputs, width, truth, truthWidth, seasonal, last }: JudgedPart, row) => {
      const own = (all: ArrayLike<number> | undefined, i: number) =>
        (all?.[row * truthWidth + i] as number | undefined) ?? Number.NaN;
      const naive = (i: number) => {
        const season = own(seasonal, i);
        return Number.isNaN(season) || isMissing(season) ? own(last, i) : season;
      };
      const each = (of: (i: number) => number) => Array.from({ length: truthWidth }, (_, i) => of(i));
      return [
        ...outputs.subarray(row * width, (row + 1) * width),
        ...each((i) => own(truth, i)),
        ...each(naive),
      ];
    },
  },
  keptValues: (task) => (levelsOf(task).length + 2) * values(task as QuantileForecastTask),
  columns: {
    names: quantileNames,
    of: ({ quantiles: found = [] }) => found,
    says: (task, found) => found[medianOf(levelsOf(task))] as number,
  },
  artifact: defineArtifact<BandPredictions>({
    members: {
      levels: levelsSchema,
      steps: z.int().min(1).max(1_000_000),
      channels: z
        .array(z.object({ name: z.string(), unit: z.string().optional(), std: z.number() }))
        .max(1000),
      period: z.int().optional(),
    },
    columns: {
      truth: { dtype: 'float32', perRow: values },
      naive: { dtype: 'float32', perRow: values },
      quantiles: { dtype: 'float32', perRow: (of) => of.levels.length * values(of) },
    },
  }),
  keep(task, { kept, inputs }) {
    const { steps, period, scales = [] } = task;
    const levels = levelsOf(task);
    const each = steps * inputs.length;
    const rows = kept.values.length / kept.width;
    const moved = withEndsMoved(task, quantilesOf(kept, levels), levels.length * each);
    const part = (from: number, count: number) => {
      const own = new Float32Array(rows * count);
      for (let row = 0; row < rows; row++)
        for (let i = 0; i < count; i++)
          own[row * count + i] = inOwnUnit(kept.values[row * kept.width + from + i] as number, scales, i);
      return own;
    };
    return {
      levels: [...levels],
      steps,
      channels: inputs.map(({ name, unit }, c) => ({
        name,
        ...(unit && { unit }),
        std: scales[c]?.std ?? 1,
      })),
      ...(period && { period }),
      quantiles: moved.map((value, at) => inOwnUnit(value, scales, at)),
      truth: part(levels.length * each, each),
      naive: part((levels.length + 1) * each, each),
    };
  },
  settle(task, { kept }) {
    const levels = levelsOf(task);
    const { width } = kept;
    const each = width / (levels.length + 2);
    const outwards = outwardsBy(
      { levels, channels: task.channels?.length ?? 1 },
      {
        count: (kept.values.length / width) * each,
        truth(i) {
          const real = kept.values[
            Math.floor(i / each) * width + levels.length * each + (i % each)
          ] as number;
          return isMissing(real) ? Number.NaN : real;
        },
        of: (i, level) => kept.values[Math.floor(i / each) * width + level * each + (i % each)] as number,
      },
    );
    return { ...task, ...(outwards && { outwards }) };
  },
  settledMetrics: (judged) => metricsOfFacts(factsOfBands(judged)),
  figure: ({ period }, judged, { seed }) =>
    quantileFigure(
      { ...bandPinballs(judged), blocks: judged.blocks },
      `${period ? `the value ${period} steps before` : 'persistence'}, without an interval`,
      seed,
    ),
  errors: {
    of: (judged) => bandPinballs(judged).model,
    mean: { error: 'pinball loss', rows: 'forecasts' },
  },
  report: async () => (await import('../report/bandSection')).bandSection,
  toOnnx(graph, raw, task, { outputs: { label, quantiles: name = 'quantiles' }, batch, inputShape }) {
    const { scales = [], steps } = task;
    const levels = levelsOf(task);
    const shape = [steps, ...inputShape.slice(1)];
    const ints = (...numbers: number[]) =>
      graph.constant('int64', [numbers.length], BigInt64Array.from(numbers, BigInt));
    const row = (of: (scale: Scale) => number, hint: string) =>
      graph.constant('float', [scales.length], Float32Array.from(scales, of), hint);
    const bands = graph.node('Reshape', [
      endsMovedOnnx(graph, raw, task, sizeOf(shape)),
      ints(-1, levels.length, ...shape),
    ]);
    const scaled = graph.node('Mul', [bands, row(({ std }) => std, 'std')]);
    const found = graph.node('Add', [scaled, row(({ mean: center }) => center, 'mean')]);
    graph.output(found, name, 'float', [batch, levels.length, ...shape]);
    const middle = graph.constant('int64', [], BigInt64Array.of(BigInt(medianOf(levels))), 'median');
    graph.output(graph.node('Gather', [found, middle], { axis: 1n }), label, 'float', [batch, ...shape]);
  },
  describe: (task, from, { label, quantiles: name }) =>
    `Forecasts ${task.channels.join(', ')} for the next ${task.steps === 1 ? 'step' : `${task.steps} steps`} from ${from}: ${label}, the median, [batch, step, channel], and ${name} [batch, level, step, channel] (${levelsOf(task).map(percentOf).join(', ')}), in their own units. ${percentOf(coverageOf(levelsOf(task)))} of the values are to lie between the outermost.`,
});

/** Standardised, row by row [level, step, channel]. */
function quantilesOf({ values: kept, width }: KeptRows, levels: readonly number[]): Float32Array {
  const count = (width * levels.length) / (levels.length + 2);
  const found = new Float32Array((kept.length / width) * count);
  for (let row = 0; row * width < kept.length; row++)
    found.set(kept.subarray(row * width, row * width + count), row * count);
  return found;
}

function inOwnUnit(value: number, scales: readonly Scale[], at: number): number {
  const { mean: center, std } = scales[at % scales.length] ?? { mean: 0, std: 1 };
  return isMissing(value) ? Number.NaN : value * std + center;
}

/** Of each row; of one channel in its own unit, of several in units of their spread. NaN where nothing came true. */
export function bandPinballs({ levels, steps, channels, truth, naive, quantiles }: BandPredictions): {
  model: Float64Array;
  free: Float64Array;
} {
  const each = steps * channels.length;
  const rows = truth.length / each;
  const [model, free] = [new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    let count = 0;
    for (let i = 0; i < each; i++) {
      const [real, guess] = [truth[row * each + i] as number, naive[row * each + i] as number];
      if (Number.isNaN(real)) continue;
      const unit = channels.length === 1 ? 1 : (channels[i % channels.length]?.std ?? 1);
      const at = row * levels.length * each + i;
      model[row] = (model[row] as number) + meanPinball(real, quantiles, levels, at, each) / unit;
      free[row] = (free[row] as number) + meanPinball(real, [guess], levels, 0, 0) / unit;
      count++;
    }
    model[row] = (model[row] as number) / count;
    free[row] = (free[row] as number) / count;
  }
  return { model, free };
}
