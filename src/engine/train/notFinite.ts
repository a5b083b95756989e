import { TetradError } from '#/core/protocol/errors';

export const notFinite = (step: number, layer?: string): TetradError =>
  new TetradError({
    code: 'notFinite',
    message: `The loss is no longer a finite number${layer ? `; layer ${layer} is the first to give one that is not` : ''}.`,
    place: layer ? `step ${step}, layer ${layer}` : `step ${step}`,
    hint: 'Divide the learning rate by 3 to 10, and look for extreme values in the features or the target.',
  });
