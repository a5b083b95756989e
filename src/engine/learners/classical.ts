/**
 * Classic forecasts: parameters of each channel are found on the host (core/classics), written as the weights of a network
 * that is linear in the window, and judged by the trainer, which learns nothing more: one pass at a rate of 0.
 */
import { fitClassic, type FittedClassic, toMatrix } from '#/core/classics/fitClassic';
import { classicWindows } from '#/core/classics/classicWindows';
import type { ClassicParams } from '#/core/families/classic';
import { families } from '#/core/families/registry';
import { classical as def } from '#/core/learners/classical';
import { TetradError } from '#/core/protocol/errors';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Scale } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import type { ForecastTask } from '#/core/tasks/forecast';
import { buildSpec } from '../train/buildSpec';
import type { Learner, LearnerJob } from './learner';
import { learnPlan } from './sgd';

/** A channel is fitted within it, on the slowest machine. */
const slowestFitMs = 60_000;
const rowsAtOnce = 1024;
const mostNotes = 8;

export const classical: Learner = {
  type: def.type,
  async learn(job) {
    const { request, data, keep, compared } = job;
    const built = buildSpec(request, data);
    const { notes, ...weights } = await fitChannels(job);
    // Told like what was found in the data, and kept with the run.
    data.warnings.push(...notes);
    const start = new Map(Object.entries(weights).map(([name, weight]) => [`forecast/${name}`, weight]));
    const batchSize = Math.min(rowsAtOnce, data.train.rows);
    const config = { ...built.config, epochs: 1, learningRate: 0, batchSize };
    const spec = { ...built, keep, compared, start, config };
    return await learnPlan(job, { spec, arch: built.arch });
  },
};

async function fitChannels({ request, data, deps }: LearnerJob) {
  const { params: settings } = families.get(request.family, 'family');
  const { method, logs: wanted } = parseSettings(
    settings,
    request.familyParams,
    'familyParams',
  ) as ClassicParams;
  const { channels, scales = [], period } = data.task as ForecastTask;
  const [times = 1] = data.shape;
  const width = channels.length;
  const { train } = data;
  if (train.source || !train.frames || !train.targetFrames)
    throw new TetradError({
      code: 'badInput',
      message: 'Classic forecasts need all windows in memory, and these are too many.',
      place: 'family',
      hint: 'Choose fewer channels, a smaller part of the data, or another family.',
    });
  const steps = train.targetFrames.length / train.rows;
  const kernel = new Float32Array(width * times * steps);
  const bias = new Float32Array(width * steps);
  const [logs, offset] = [new Float32Array(width), new Float32Array(width)];
  const notes: string[] = [];
  for (let channel = 0; channel < width; channel++) {
    await deps.breathe();
    expectBreath(slowestFitMs);
    const scale = scales[channel] ?? { mean: 0, std: 1 };
    const name = channels[channel] ?? '';
    const given = classicWindows(train, { channel, width, scale, period, name });
    const fitted = fitClassic({ ...given, steps, period, method, logs: wanted });
    const matrix = toStandardised(fitted, times, scale);
    kernel.set(matrix.kernel, channel * times * steps);
    bias.set(matrix.bias, channel * steps);
    logs[channel] = fitted.logs ? 1 : 0;
    offset[channel] = fitted.logs ? scale.mean / scale.std : 0;
    if (notes.length < mostNotes) notes.push(`${name}: ${toWords(fitted)}.`);
  }
  return {
    kernel: { shape: [width, times, steps], data: kernel },
    bias: { shape: [width, steps], data: bias },
    logs: { shape: [width], data: logs },
    offset: { shape: [width], data: offset },
    notes,
  };
}

/** The same forecast of standardised values, or of the logarithm of these raised by mean / std. */
function toStandardised(fitted: FittedClassic, times: number, { mean, std }: Scale) {
  const { kernel, bias } = toMatrix(fitted, times);
  const steps = bias.length;
  for (let h = 0; h < steps; h++) {
    let sum = 0;
    for (let t = 0; t < times; t++) sum += kernel[t * steps + h] as number;
    const own = bias[h] as number;
    bias[h] = fitted.logs ? own + (sum - 1) * Math.log(std) : (own + (sum - 1) * mean) / std;
  }
  return { kernel, bias };
}

function toWords({ method, logs, values, context }: FittedClassic): string {
  const season = context.period ? ` with a season of ${context.period}` : '';
  return [
    `${method.title}${season}${logs ? ', of logarithms' : ''}`,
    ...method.parameters(context.period).map(({ name }, i) => `${name} ${(values[i] as number).toFixed(2)}`),
  ].join(', ');
}
