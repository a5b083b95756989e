/**
 * Croston's forecasts: one rate of smoothing by channel is found on the host (core/classics), written as weights of the
 * network that does the same without a loop, and judged by the trainer: one pass at a rate of 0.
 */
import { classicWindows } from '#/core/classics/classicWindows';
import { croston, deflatedBy, intermittentFrom, sba, smoothedDemand } from '#/core/classics/croston';
import { type ClassicWindow, fitClassic } from '#/core/classics/fitClassic';
import type { CrostonParams } from '#/core/families/croston';
import { families } from '#/core/families/registry';
import { demand as def } from '#/core/learners/demand';
import { TetradError } from '#/core/protocol/errors';
import { expectBreath } from '#/core/protocol/heartbeat';
import { parseSettings } from '#/core/registry/parseSettings';
import type { ForecastTask } from '#/core/tasks/forecast';
import { buildSpec } from '../train/buildSpec';
import type { Learner, LearnerJob } from './learner';
import { learnPlan } from './sgd';

const slowestFitMs = 60_000;
const rowsAtOnce = 1024;
const mostNotes = 8;
const methods = [sba, croston];

export const demand: Learner = {
  type: def.type,
  async learn(job) {
    const { request, data, keep, compared } = job;
    const built = buildSpec(request, data);
    const { notes, weights } = await fitChannels(job);
    data.warnings.push(...notes);
    const start = new Map(
      Object.entries(weights).map(([name, values]) => [
        `forecast/${name}`,
        { shape: [values.length], data: values },
      ]),
    );
    const batchSize = Math.min(rowsAtOnce, data.train.rows);
    const config = { ...built.config, epochs: 1, learningRate: 0, batchSize };
    const spec = { ...built, keep, compared, start, config };
    return await learnPlan(job, { spec, arch: built.arch });
  },
};

async function fitChannels({ request, data, deps }: LearnerJob) {
  const { params: settings } = families.get(request.family, 'family');
  const { method } = parseSettings(settings, request.familyParams, 'familyParams') as CrostonParams;
  const { channels, scales = [] } = data.task as ForecastTask;
  const width = channels.length;
  const { train } = data;
  if (train.source || !train.frames || !train.targetFrames)
    throw new TetradError({
      code: 'badInput',
      message: 'Croston needs all windows in memory, and these are too many.',
      place: 'family',
      hint: 'Choose fewer channels, a smaller part of the data, or another family.',
    });
  const steps = train.targetFrames.length / train.rows;
  const of = () => new Float32Array(width);
  const weights = { decay: of(), factor: of(), zero: of(), least: of() };
  const notes: string[] = [];
  for (let channel = 0; channel < width; channel++) {
    await deps.breathe();
    expectBreath(slowestFitMs);
    const { mean, std } = scales[channel] ?? { mean: 0, std: 1 };
    const name = channels[channel] ?? '';
    const given = classicWindows(train, { channel, width, scale: { mean, std }, name });
    const smallest = smallestDemand(given.windows, name);
    // What stands for 0 was standardised in float32.
    const windows = given.windows.map(({ window, truth }) => ({
      window: window.map((value) => (value < smallest / 2 ? 0 : value)),
      truth,
    }));
    const fitted = fitClassic({ windows, steps, slope: 0, method, logs: 'no', methods });
    const [alpha = 0.1] = fitted.values;
    weights.decay[channel] = Math.log1p(-alpha);
    weights.factor[channel] = deflatedBy[fitted.method.type as keyof typeof deflatedBy](alpha);
    weights.zero[channel] = -mean / std;
    weights.least[channel] = smallest / 2 / std;
    if (notes.length < mostNotes)
      notes.push(`${name}: ${fitted.method.title}, α ${alpha.toFixed(2)}.`, ...often(windows, alpha, name));
  }
  return { weights, notes };
}

/** In the unit of the values; 1 where there is none. */
function smallestDemand(windows: readonly ClassicWindow[], name: string): number {
  let [largest, smallest] = [0, Number.POSITIVE_INFINITY];
  for (const { window } of windows) for (const value of window) largest = Math.max(largest, Math.abs(value));
  const nothing = largest * 1e-5;
  for (const { window } of windows)
    for (const value of window) {
      if (value < -nothing)
        throw new TetradError({
          code: 'badInput',
          message: `“${name}” has values below 0, and a demand has none.`,
          place: 'features',
          hint: 'Leave this channel out, or take the classic forecast.',
        });
      if (value > nothing) smallest = Math.min(smallest, value);
    }
  return Number.isFinite(smallest) ? smallest : 1;
}

function often(windows: readonly ClassicWindow[], alpha: number, name: string): string[] {
  const waits = windows
    .map(({ window }) => smoothedDemand(window, alpha).interval)
    .filter((interval) => interval > 0);
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  if (waits.length === 0) return [`${name} has no demand at all in its training windows, so 0 is forecast.`];
  return mean < intermittentFrom
    ? [
        `${name} has a demand every ${mean.toFixed(2)} steps: below ${intermittentFrom} the classic forecast does better as a rule.`,
      ]
    : [];
}
