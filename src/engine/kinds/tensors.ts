/** What an imported model takes goes into it as it is given (engine/bodies/onnx): there is nothing to prepare. */
import { tensors as def } from '#/core/kinds/tensors';
import { TetradError } from '#/core/protocol/errors';
import type { KindEngine } from './kindEngine';

const asGiven = (): never => {
  throw new TetradError({
    code: 'unsupported',
    message: 'An imported model takes arrays as they are given, not samples of a dataset.',
    place: 'arrays',
    hint: 'Give `arrays`: the inputs by their names.',
  });
};

export const tensors: KindEngine = {
  type: def.type,
  prepare: async () => asGiven(),
  open: async () => asGiven(),
  ask: async () => asGiven(),
  enter: asGiven,
  trial: async () => asGiven(),
  feeds: asGiven,
  tolerance: 0,
  onWebgpu: false,
};
