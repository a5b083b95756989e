/** What a learner that needs no device is a pure function of: a request and prepared data, resolved. */
import { sizeOf } from '#/core/arch/sizeOf';
import { families } from '#/core/families/registry';
import type { LossDef } from '#/core/losses/lossDef';
import { lossFor } from '#/core/losses/registry';
import type { MetricDef } from '#/core/metrics/metricDef';
import { metricsFor } from '#/core/metrics/registry';
import { TetradError } from '#/core/protocol/errors';
import { type TaskSpec, type TrainConfig, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { taskOf } from '#/core/tasks/registry';
import { checkConfig } from '#/core/train/checkConfig';
import type { Split } from '../../kinds/preparedData';
import type { LearnerJob } from '../learner';

export interface HostSpec {
  /** Of the family, parsed. */
  params: unknown;
  config: TrainConfig;
  task: TaskSpec;
  /** Number of labels; 0 where the answer is a number. */
  classes: number;
  /** Values of a sample. */
  width: number;
  outputWidth: number;
  /** What the task is learnt by unless a person says otherwise; its own settings at their defaults. */
  loss: LossDef;
  lossParams: unknown;
  metrics: readonly MetricDef[];
  train: Split;
  val: Split;
  test?: Split;
}

export function hostSpec({ request, data }: Pick<LearnerJob, 'request' | 'data'>): HostSpec {
  const { task, shape } = data;
  refuseParts(request, data);
  const config = parseSettings(trainConfig, request.config, 'config');
  checkConfig(config, task, 'config');
  const loss = lossFor('auto', task);
  return {
    params: parseSettings(
      families.get(request.family, 'family').params,
      request.familyParams,
      'familyParams',
    ),
    config,
    task,
    classes: task.labels?.length ?? 0,
    width: sizeOf(shape),
    outputWidth: taskOf(task).outputWidth(task, shape, loss),
    loss,
    lossParams: loss.params.parse(taskOf(task).value === 'quantile' ? config.lossParams : {}),
    metrics: metricsFor(task),
    train: laidOut(data.train, sizeOf(shape)),
    val: laidOut(data.val, sizeOf(shape)),
    test: data.test && laidOut(data.test, sizeOf(shape)),
  };
}

/** badInput where rows are too many to be held, and would be read part by part. */
export function refuseParts(
  { family }: Pick<LearnerJob['request'], 'family'>,
  { train, val, test }: Pick<LearnerJob['data'], 'train' | 'val' | 'test'>,
): void {
  if (![train, val, test].some((split) => split?.source)) return;
  throw new TetradError({
    code: 'badInput',
    message: `${families.get(family, 'family').title} needs all rows in memory, and these are too many.`,
    place: 'family',
    hint: 'Choose fewer features or smaller samples, a smaller part of the data, or another family.',
  });
}

/** Samples that share frames, each for itself: what is learnt on the host goes row by row. */
function laidOut(split: Split, rowWidth: number): Split {
  const { rows, features, frames, target } = split;
  if (!frames || rows === 0) return split;
  const width = (rowWidth * rows) / frames.length;
  const values = new Float32Array(rows * rowWidth);
  for (const [at, frame] of frames.entries())
    values.set(features.subarray(frame * width, (frame + 1) * width), at * width);
  return { rows, features: values, target };
}
