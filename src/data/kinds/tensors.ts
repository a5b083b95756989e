import { TetradError } from '#/core/protocol/errors';
import { defineKindData } from './kindData';

export const tensors = defineKindData({
  type: 'tensors',
  async import({ file: { name } }) {
    throw new TetradError({
      code: 'unsupported',
      message: 'No dataset is made of the arrays of an imported model.',
      place: name,
      hint: 'Leave the kind out: the format of the file tells it.',
    });
  },
});
