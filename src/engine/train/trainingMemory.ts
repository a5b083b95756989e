import type { MemoryRequest } from '#/core/arch/estimateMemory';
import { slotsOf } from '#/core/optimizers/optimizerDef';
import type { Split } from '../kinds/preparedData';
import type { TrainSpec } from './trainSpec';

/** What a training asks of a device. Splits of a field share its frames; those of a table have rows of their own. */
export function trainingMemory(spec: TrainSpec, gpu = false): MemoryRequest {
  const { train, val, width } = spec;
  const held = (split: Split) => (split.source ? 0 : split.features.length);
  const shared = train.features === val.features;
  return {
    arch: spec.arch,
    batchSize: Math.min(spec.config.batchSize, train.rows),
    rowValues: width + (train.targetFrames || train.itself ? spec.outputWidth : 1),
    dataValues: held(train) + (shared ? 0 : held(val)) + train.rows + val.rows,
    rows: Math.max(train.rows, val.rows),
    slots: slotsOf(spec.optimizer, spec.optimizerParams).length + Number(spec.config.averaging > 0),
    gpu,
  };
}
