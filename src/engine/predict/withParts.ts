/** Forecasts with what they sum from, in their own units: of models whose network is such a sum. */
import { partedForecastOf } from '#/core/families/forecastParts';
import { kindOf } from '#/core/kinds/registry';
import { type RawSamples, sliceSamples } from '#/core/kinds/rawSamples';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import type { ForecastPart, Prediction } from '#/core/protocol/predict';
import { taskOf } from '#/core/tasks/registry';
import { kindEngineOf } from '../kinds/registry';
import type { OpenModel } from './openModel';
import { rowsPerPass } from './rowsPerPass';

/** Values of the input, and rows, per pass: every layer of it is held at once. */
const passValues = 2 ** 18;
const passRows = 1024;

/** Of the sizes that are summed: float32 in another order. */
const rounding = 1e-4;

export async function withParts(
  model: Pick<OpenModel, 'version' | 'activations'>,
  samples: RawSamples,
  predictions: readonly Prediction[],
): Promise<Prediction[]> {
  const { version, activations } = model;
  const { input, task } = version;
  const parted = partedForecastOf(version);
  if (!parted || !activations)
    throw new TetradError({
      code: 'badInput',
      message: 'This model’s answers are no sum of a trend, a season and what is left.',
      place: 'parts',
      hint: 'Leave parts out; forecasts of N-BEATS have them.',
    });
  const levels = taskOf(task).perValue?.(task) ?? 1;
  const scales = task.scales ?? [];
  const scaleOf = (i: number) => scales[i % scales.length] ?? { mean: 0, std: 1 };
  const rows = rowsPerPass(sizeOf(kindOf(input).shape(input.fitted)), passValues, passRows);
  const answered: Prediction[] = [];
  for (let from = 0; from < samples.rows; from += rows) {
    const some = sliceSamples(samples, from, Math.min(rows, samples.rows - from));
    const names = [parted.start, ...parted.parts.map(({ node }) => node)];
    const found = await activations(kindEngineOf(input).enter(version, some), some.rows, names, parted.arch);
    const [start, ...parts] = names.map((name) => found.get(name)?.values ?? new Float32Array());
    for (let row = 0; row < some.rows; row++) {
      const prediction = predictions[from + row] as Prediction;
      const steps = prediction.field?.length ?? 0;
      // Of quantiles the median, which is the middle one.
      const at = (row * levels + (levels - 1) / 2) * steps;
      const first = Float32Array.from({ length: steps }, (_, i) => {
        const { mean, std } = scaleOf(i);
        return (start?.[at + i] as number) * std + mean;
      });
      const own = parts.map((values, p): ForecastPart => {
        const { part } = parted.parts[p] as (typeof parted.parts)[number];
        return {
          part,
          values: Float32Array.from({ length: steps }, (_, i) => (values[at + i] as number) * scaleOf(i).std),
        };
      });
      answered.push({ ...prediction, parts: summing(prediction, [{ part: 'last', values: first }, ...own]) });
    }
  }
  return answered;
}

function summing({ field = new Float32Array() }: Prediction, parts: ForecastPart[]): ForecastPart[] {
  for (let i = 0; i < field.length; i++) {
    let [sum, size] = [0, 0];
    for (const { values } of parts) {
      sum += values[i] as number;
      size += Math.abs(values[i] as number);
    }
    if (Math.abs(sum - (field[i] as number)) > rounding * size + Number.MIN_VALUE)
      throw new TetradError({
        code: 'internal',
        message: `The parts of the forecast sum to ${sum}, not to ${field[i]}, at value ${i}.`,
      });
  }
  return parts;
}
