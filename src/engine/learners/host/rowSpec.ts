/** What a learner that is told no target is a pure function of: rows of each part, and settings. */
import { sizeOf } from '#/core/arch/sizeOf';
import { families } from '#/core/families/registry';
import { type TaskSpec, type TrainConfig, trainConfig } from '#/core/protocol/train';
import { parseSettings } from '#/core/registry/parseSettings';
import { checkConfig } from '#/core/train/checkConfig';
import type { Split } from '../../kinds/preparedData';
import type { LearnerJob } from '../learner';
import { refuseParts } from './hostSpec';
import { judgedRows } from './judgedRows';

export interface RowSpec {
  /** Of the family, parsed. */
  params: unknown;
  config: TrainConfig;
  task: TaskSpec;
  /** Values of a sample. */
  width: number;
  train: Split;
  /** Of many training rows some, by which it is judged as well. */
  seenTrain: Split;
  val: Split;
  test?: Split;
}

export function rowSpec({ request, data }: Pick<LearnerJob, 'request' | 'data'>): RowSpec {
  const { task, shape, train, val, test } = data;
  refuseParts(request, data);
  const config = parseSettings(trainConfig, request.config, 'config');
  checkConfig(config, task, 'config');
  const width = sizeOf(shape);
  const family = families.get(request.family, 'family');
  return {
    params: parseSettings(family.params, request.familyParams, 'familyParams'),
    config,
    task,
    width,
    train,
    seenTrain: judgedRows(train, { config, width }),
    val,
    test,
  };
}
