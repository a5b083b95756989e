/** How pictures enter a model that others made, as a fitted input of images: what its values were taught to be. */
import type { Transfer } from '../protocol/train';
import type { FittedImages } from './fittedImages';

export function givenScale({
  height,
  width,
  channels,
  scale,
}: NonNullable<Transfer['samples']>): FittedImages {
  const all = (value: number) => Array.from({ length: channels }, () => value);
  const [mean, std] = {
    bytes: [all(0), all(1)],
    unit: [all(0), all(255)],
    signed: [all(127.5), all(127.5)],
    // Of the images that torchvision's models were taught with, times 255.
    imagenet: [
      [123.675, 116.28, 103.53],
      [58.395, 57.12, 57.375],
    ],
  }[scale] as [number[], number[]];
  return {
    height,
    width,
    channels,
    fit: 'stretch',
    mean: mean.slice(0, channels).map(Math.fround),
    std: std.slice(0, channels).map(Math.fround),
  };
}
