/** All values of some channels, `horizon` steps after the last time of a window, or at each of the steps up to there. */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { isMissing, restoreFrames } from '../grid/fittedGrid';
import { addGridOutput } from '../onnx/gridNodes';
import { TetradError } from '../protocol/errors';
import type { Scale, TaskSpec } from '../protocol/train';
import { mean } from '../transforms/impute';
import { commonScale, unscaled } from './scale';
import { skillFigure } from '../evaluation/finalFigure';
import type { ChannelSkill } from '../evaluation/forecastSkill';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { defineArtifact } from './artifact';
import { columnOf } from './keptRows';
import { defineTask, type JudgedPart } from './taskDef';

export interface ForecastTask extends TaskSpec {
  type: 'forecast';
  horizon: number;
  channels: string[];
  steps?: number;
  period?: number;
  /** Of every channel, once fitted. */
  scales?: Scale[];
}

/** Whole fields are not kept: what they came to, by channel and lead time. */
export interface ForecastPredictions extends ValidationPredictions {
  /** Mean squared error of each row, standardised, over the values that are there. Absent in runs of before. */
  errors?: Float64Array<ArrayBuffer>;
  channels: ChannelSkill[];
}

export const areForecasts = (judged: ValidationPredictions): judged is ForecastPredictions =>
  judged.kind === forecast.type;

const scores = z.object({ model: z.number(), persistence: z.number() });
const channelSkill = z.object({
  channel: z.string(),
  unit: z.string().optional(),
  period: z.int().optional(),
  leads: z
    .array(
      z.object({
        lead: z.int(),
        forecasts: z.int(),
        rmse: scores.extend({ climatology: z.number(), seasonal: z.number().optional() }),
        correlation: scores,
      }),
    )
    .max(1000),
});

const spec = z.object({
  type: z.literal('forecast'),
  target: z.string(),
  horizon: z.int().min(1),
  channels: z.array(z.string()),
  steps: z.int().min(1).optional(),
  period: z.int().min(2).optional(),
  scales: z.array(z.object({ mean: z.number(), std: z.number() })).optional(),
});

export const forecast = defineTask<ForecastTask, ForecastPredictions>({
  type: 'forecast',
  title: 'Forecast',
  words: { of: 'forecast of', answer: 'what comes next' },
  value: 'number',
  spec,
  judge: 'skill',
  loss: 'mse',
  frames: true,
  answerName: 'forecast',
  outputWidth: ({ steps = 1 }, inputShape) => steps * sizeOf(inputShape.slice(1)),
  /** The scales of a frame are those of the input; the kind that has frames sets them. */
  fit: (task) => task,
  encode() {
    throw new TetradError({ code: 'internal', message: 'A forecast is of frames, not of a column.' });
  },
  /** Whole fields in their own units; the number beside is the mean, for tables. */
  decode({ scales = [] }, output, width) {
    return Array.from({ length: output.length / width }, (_, row) => {
      const field = output.slice(row * width, (row + 1) * width);
      restoreFrames(field, scales);
      return { value: mean(Float64Array.from(field)), field };
    });
  },
  compare(task, { outputs, truth, last = [] }) {
    const scale = commonScale(task);
    const there = withoutMissing(truth);
    return {
      predicted: unscaled(there(outputs), scale),
      truth: unscaled(there(truth), scale),
      baseline: unscaled(there(last), scale),
    };
  },
  /**
   * Mean squared errors: over the values that are there; then where the last value is known too, beside persistence
   * and, of what has a period, the seasonal naive forecast (else that of persistence again).
   */
  kept: { width: () => 4, of: meanSquares },
  artifact: defineArtifact<ForecastPredictions>({
    members: { channels: z.array(channelSkill).max(1000) },
    columns: { errors: { dtype: 'float64', optional: true } },
  }),
  keep: ({ period }, { kept, inputs, leads }) => ({
    channels: inputs.map(({ name, unit }, i) => ({
      channel: name,
      ...(unit ? { unit } : {}),
      ...(period && { period }),
      leads: leads?.[i] ?? [],
    })),
    errors: columnOf(kept, 0),
  }),
  figure: ({ period }, { blocks }, { kept, seed }) =>
    skillFigure(
      {
        model: columnOf(kept, 1),
        persistence: columnOf(kept, 2),
        ...(period && { seasonal: { of: columnOf(kept, 3), period } }),
        blocks,
      },
      seed,
    ),
  errors: { of: ({ errors }) => errors, mean: { error: 'squared error', rows: 'forecasts' } },
  report: async () => (await import('../report/forecastSection')).forecastSection,
  toOnnx(graph, raw, { scales = [], steps }, { outputs, batch, inputShape }) {
    const shape = [...(steps ? [steps] : []), ...inputShape.slice(1)];
    addGridOutput(graph, raw, scales, shape, outputs.label, batch);
  },
  describe: ({ channels, horizon, steps }, from, { label }) =>
    steps
      ? `Forecasts ${channels.join(', ')} for the next ${steps === 1 ? 'step' : `${steps} steps`} from ${from}: ${label}, [batch, step, channel] in their own units.`
      : `Forecasts ${channels.join(', ')} ${horizon} ${horizon === 1 ? 'step' : 'steps'} ahead from ${from}: ${label}, [batch, x, y, z, channel] in the field's own units.`,
});

/** Leaves out what is missing in the truth; where nothing is, values stay as they are. */
function withoutMissing(truth: ArrayLike<number>): (values: ArrayLike<number>) => ArrayLike<number> {
  let missing = 0;
  for (let i = 0; i < truth.length; i++) if (isMissing(truth[i] as number)) missing++;
  if (missing === 0) return (values) => values;
  return (values) => {
    const kept = new Float64Array(Math.min(values.length, truth.length - missing));
    for (let i = 0, at = 0; i < values.length; i++)
      if (!isMissing(truth[i] as number)) kept[at++] = values[i] as number;
    return kept;
  };
}

/** Of one forecast, standardised. */
function meanSquares({ outputs, truth, last, seasonal, width }: JudgedPart, row: number): number[] {
  let [sum, count, own, reference, naive, known] = [0, 0, 0, 0, 0, 0];
  for (let i = row * width; i < (row + 1) * width; i++) {
    const real = truth[i] as number;
    if (isMissing(real)) continue;
    const error = ((outputs[i] as number) - real) ** 2;
    sum += error;
    count++;
    const before = last?.[i] as number;
    if (isMissing(before)) continue;
    own += error;
    reference += (before - real) ** 2;
    const season = seasonal?.[i] as number;
    naive += ((seasonal && !isMissing(season) ? season : before) - real) ** 2;
    known++;
  }
  return [sum / count, own / known, reference / known, naive / known];
}
