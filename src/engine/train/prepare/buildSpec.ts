/** A training request and prepared data to the spec of a trainer: family, loss, optimiser and schedule resolved. */
import { families } from '#/core/families/registry';
import { lossFor } from '#/core/losses/registry';
import { metricsFor } from '#/core/metrics/registry';
import { optimizers } from '#/core/optimizers/registry';
import type { FittedTarget } from '#/core/transforms/pipeline';
import { sizeOf } from '../step/weightGroups';
import { TetradError } from '#/core/protocol/errors';
import { type TrainRequest, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import { balancedWeights } from '#/core/train/classWeights';
import type { PreparedData } from './prepareData';
import type { TrainSpec } from '../trainSpec';

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
  const outputWidth = {
    classification: () => loss.outputWidth(classes),
    regression: () => 1,
    forecast: () => sizeOf(data.shape.slice(1)),
  }[task.kind]();
  const optimizer = optimizers.get(config.optimizer, 'config.optimizer');
  return {
    arch: family.build(
      { inputShape: data.shape, outputWidth, task: task.kind },
      parseSettings(family.params, familyParams, 'familyParams'),
    ),
    width: pipeline.width,
    outputWidth,
    train: data.train,
    val: data.val,
    test: data.test,
    classes,
    scale: scaleOf(pipeline.target),
    channelStds:
      pipeline.target.kind === 'field' ? pipeline.target.channels.map(({ std }) => std) : undefined,
    loss,
    lossParams: parseSettings(loss.params, config.lossParams, 'config.lossParams'),
    classWeights:
      config.classWeights === 'balanced' ? balancedWeights(data.train.target, classes) : undefined,
    optimizer,
    optimizerParams: parseSettings(optimizer.params, config.optimizerParams, 'config.optimizerParams'),
    metrics: metricsFor(task.kind),
    // A batch is at most the training rows.
    config: { ...config, batchSize: Math.min(config.batchSize, data.train.rows) },
  };
}

/** Of several channels the values stay standardised: errors in different units have no common size. */
function scaleOf(target: FittedTarget): { mean: number; std: number } {
  if (target.kind === 'standardized') return { mean: target.mean, std: target.std };
  const [only, ...others] = target.kind === 'field' ? target.channels : [];
  return only && others.length === 0 ? only : { mean: 0, std: 1 };
}
