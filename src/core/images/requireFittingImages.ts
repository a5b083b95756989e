import type { FittingNames } from '../kinds/kindDef';
import { TetradError } from '../protocol/errors';

/** Images of any size are brought to that of the model; only what is no images does not fit. */
export function requireImages(isImages: boolean, { model, dataset }: FittingNames): void {
  if (isImages) return;
  throw new TetradError({
    code: 'badInput',
    message: `${model} takes images; ${dataset} has none.`,
    place: 'dataset',
    hint: 'Choose a dataset of images.',
  });
}
