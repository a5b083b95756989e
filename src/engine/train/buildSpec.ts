/** A training request and prepared data to the spec of a trainer: family, loss, optimiser and schedule resolved. */
import type { PreparedData } from '../kinds/preparedData';
import { taskOf } from '#/core/tasks/registry';
import { buildArch } from '#/core/families/buildArch';
import { answersTask } from '#/core/families/suits';
import { families } from '#/core/families/registry';
import { kindOf } from '#/core/kinds/registry';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import { type TrainRequest, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { balancedWeights } from '#/core/train/classWeights';
import type { TrainSpec } from './trainSpec';

type Wanted = Pick<TrainRequest, 'family' | 'familyParams' | 'config'>;

export function buildSpec(
  { family: familyType, familyParams, config: wanted }: Wanted,
  data: PreparedData,
): TrainSpec {
  const { task } = data;
  const config = parseSettings(trainConfig, wanted, 'config');
  checkConfig(config, task, 'config');
  const family = families.get(familyType, 'family');
  if (!answersTask(family, task.type))
    throw new TetradError({
      code: 'badInput',
      message: `${family.title} cannot do ${task.type}.`,
      place: 'family',
    });
  if (data.train.source && config.sampling !== 'shuffled')
    throw new TetradError({
      code: 'badInput',
      message: `These data are too large to be held in memory; ${config.sampling} sampling would read all of them for every batch.`,
      place: 'config.sampling',
      hint: 'Choose shuffled sampling; class weights balance classes without drawing them.',
    });
  const classes = task.labels?.length ?? 0;
  const loss = lossFor(config.loss, task);
  const outputWidth = taskOf(task).outputWidth(task, data.shape, loss);
  const optimizer = optimizers.get(config.optimizer, 'config.optimizer');
  const params = parseSettings(family.params, familyParams, 'familyParams') as Record<string, unknown>;
  return {
    arch: buildArch(
      family,
      {
        inputShape: data.shape,
        outputWidth,
        task: task.type,
        levels: task.levels?.length,
        vocabulary: data.vocabulary,
        columns: kindOf(data.input).columns?.(data.input.fitted),
      },
      params,
    ),
    width: sizeOf(data.shape),
    outputWidth,
    train: data.train,
    val: data.val,
    test: data.test,
    classes,
    task,
    loss,
    lossParams: parseSettings(loss.params, config.lossParams, 'config.lossParams'),
    classWeights:
      config.classWeights === 'balanced' ? balancedWeights(data.train.target, classes) : undefined,
    augment: family.augment?.(params, task.type),
    optimizer,
    optimizerParams: parseSettings(optimizer.params, config.optimizerParams, 'config.optimizerParams'),
    metrics: metricsFor(task),
    // A batch is at most the training rows.
    config: { ...config, batchSize: Math.min(config.batchSize, data.train.rows) },
  };
}
