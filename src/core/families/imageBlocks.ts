/** What the families of images build their blocks of: convolutions that keep the size or halve it, normalised. */
import { z } from 'zod';
import { samePadding } from '../arch/convGeometry';
import { inferShapes } from '../arch/shapes';
import type { TrainConfig } from '../protocol/train';
import { imageAugment } from './augmentSettings';
import { convSettings } from './convSettings';
import type { FamilyDef } from './familyDef';
import type { NodeList } from './nodeList';

export const imageSettings = {
  normalization: z.enum(['groupNorm', 'batchNorm', 'none']).default('groupNorm').meta({
    label: 'Normalisation',
    hint: 'Of groups of channels in each image, which few images do not upset; or over the batch.',
  }),
  stochasticDepth: z.number().min(0).max(0.9).default(0).meta({
    label: 'Stochastic depth',
    hint: 'Share of images that skip the last block in a training step; earlier blocks less.',
  }),
  globalPool: convSettings.globalPool,
  dropout: convSettings.dropout,
  ...imageAugment,
};
export type Normalization = 'groupNorm' | 'batchNorm' | 'none';

/** Below it a block no longer halves. */
const smallestSide = 4;
const mostGroups = 8;

export const shapeAt = (list: NodeList, inputShape: readonly number[], id = list.last): number[] =>
  inferShapes(list.toArch(inputShape)).get(id) ?? [...inputShape];

/** 2 where the sides are long enough to be halved. */
export const halvingStride = (shape: readonly number[], wanted: boolean): number =>
  wanted && shape.slice(0, -1).every((size) => size >= smallestSide) ? 2 : 1;

/** A kernel of so many pixels, padded so that only the stride makes the image smaller. */
export function window(shape: readonly number[], size: number, stride: number) {
  const inSize = shape.slice(0, -1);
  const kernel = inSize.map((side) => (side === 1 ? 1 : size));
  const strides = inSize.map((side) => (side === 1 ? 1 : stride));
  return { kernel, stride: strides, ...samePadding({ inSize, kernel, stride: strides }) };
}

export function addNorm(list: NodeList, id: string, channels: number, normalization: Normalization): void {
  if (normalization === 'none') return;
  const groups = Math.max(
    ...Array.from({ length: mostGroups }, (_, i) => i + 1).filter((n) => channels % n === 0),
  );
  list.add(id, normalization, normalization === 'groupNorm' ? { groups } : {});
}

/** Adds what the nodes since `from` made to what was there, where the shapes allow; drops it for some images. */
export function addBranch(list: NodeList, id: string, from: string, dropRate: number): void {
  if (dropRate > 0) list.add(`${id}_drop`, 'stochasticDepth', { rate: dropRate });
  list.add(`${id}_add`, 'add', {}, [from, list.last]);
}

export function imageDefaults({ rows }: Parameters<FamilyDef['defaults']>[0]): Partial<TrainConfig> {
  return {
    learningRate: 0.003,
    schedule: 'cosine',
    batchSize: rows < 500 ? 16 : rows < 20_000 ? 32 : 64,
    epochs: rows < 500 ? 40 : rows < 2_000 ? 20 : 8,
    patience: 10,
  };
}
