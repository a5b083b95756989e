import type { MemoryWish } from '#/core/arch/estimateMemory';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import type { TrainSpec } from './trainSpec';

/** What a training asks of a device. */
export const trainingMemory = (spec: TrainSpec): MemoryWish => ({
  arch: spec.arch,
  batchSize: Math.min(spec.config.batchSize, spec.train.rows),
  rowValues: spec.width + 1,
  rows: spec.train.rows + spec.val.rows,
  slots: slotsOf(spec.optimizer, spec.optimizerParams).length + Number(spec.config.averaging > 0),
});
