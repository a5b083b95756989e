/** A training request and prepared data to the spec of a trainer: family, loss, optimiser and schedule resolved. */
import { families } from '#/core/families/registry';
import { lossFor } from '#/core/losses/registry';
import { metrics } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import { TetradError } from '#/core/protocol/errors';
import { type TrainRequest, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { balancedWeights } from '#/core/train/classWeights';
import type { PreparedData } from './prepareData';
import type { TrainSpec } from './trainSpec';

type Wanted = Pick<TrainRequest, 'family' | 'familyParams' | 'config'>;

export function buildSpec(
  { family: familyType, familyParams, config: wanted }: Wanted,
  data: PreparedData,
): TrainSpec {
  const { task, pipeline } = data;
  const config = parseSettings(trainConfig, wanted, 'config');
  checkConfig(config, task, 'config');
  const family = families.get(familyType, 'family');
  if (!family.tasks.includes(task.kind))
    throw new TetradError({
      code: 'badInput',
      message: `${family.title} cannot do ${task.kind}.`,
      place: 'family',
    });
  const classes = task.kind === 'classification' ? task.labels.length : 0;
  const loss = lossFor(config.loss, task);
  const outputWidth = task.kind === 'classification' ? loss.outputWidth(classes) : 1;
  const optimizer = optimizers.get(config.optimizer, 'config.optimizer');
  const { target } = pipeline;
  return {
    arch: family.build(
      { inputShape: [pipeline.width], outputWidth },
      parseSettings(family.params, familyParams, 'familyParams'),
    ),
    width: pipeline.width,
    outputWidth,
    train: data.train,
    val: data.val,
    classes,
    scale: target.kind === 'standardized' ? { mean: target.mean, std: target.std } : { mean: 0, std: 1 },
    loss,
    lossParams: parseSettings(loss.params, config.lossParams, 'config.lossParams'),
    classWeights:
      config.classWeights === 'balanced' ? balancedWeights(data.train.target, classes) : undefined,
    optimizer,
    optimizerParams: parseSettings(optimizer.params, config.optimizerParams, 'config.optimizerParams'),
    metrics: metrics.all.filter((metric) => metric.task === task.kind),
    // A batch is at most the training rows.
    config: { ...config, batchSize: Math.min(config.batchSize, data.train.rows) },
  };
}
