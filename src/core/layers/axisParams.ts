/** Settings with one number per axis, as convolutions, pools and their like have them. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';

export const axisNumbers = (rank: number, least: number, standard: number) =>
  z
    .array(z.int().min(least).max(4096))
    .length(rank)
    .default(() => Array.from({ length: rank }, () => standard));

/** The shape of an input with `rank` axes before its channels. */
export function axesOf(shape: readonly number[], rank: number): { size: number[]; channels: number } {
  if (shape.length !== rank + 1)
    throw new TetradError({
      code: 'badInput',
      message: `This layer needs an input with ${rank} ${rank === 1 ? 'axis' : 'axes'} and channels, not [${shape.join(', ')}].`,
      place: 'inputs.0',
    });
  return { size: shape.slice(0, -1), channels: shape.at(-1) ?? 1 };
}
