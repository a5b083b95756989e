/**
 * Vision transformer (Dosovitskiy et al. 2020, arXiv:2010.11929) for few images: a convolution before the patches (Xiao
 * et al. 2021, arXiv:2106.14881) and the mean over all places instead of a token of its own (Beyer et al. 2022,
 * arXiv:2205.01580).
 */
import { z } from 'zod';
import { samePadding } from '../arch/convGeometry';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';
import { addBlocks, addPositions, blockSettings, positionsSetting } from './transformerBlocks';

const params = z.strictObject({
  patch: z.int().min(0).max(512).default(0).meta({
    label: 'Patch',
    hint: 'Pixels in height and width that make one token; 0: an eighth of the image.',
  }),
  stem: z.int().min(0).max(1024).default(16).meta({
    label: 'Filters before patches',
    hint: 'A convolution that finds edges first: few images suffice. 0: none.',
  }),
  ...blockSettings,
  positions: positionsSetting,
});

/** Patches along a side where nothing else was asked for. */
const usualPatches = 8;

export const vit: FamilyDef<z.infer<typeof params>> = {
  type: 'vit',
  title: 'Vision transformer (ViT)',
  summary:
    'Patches of an image that look at each other: what is far apart can belong together. Convolutions need fewer images.',
  guide: {
    use: 'Images by the thousand, where parts that are far apart belong together. Over a convolution seldom below tens of thousands of images.',
    cost: 'Grows with the square of the number of patches, and of the width; several times a small convolution.',
    cannot:
      'It knows nothing of images to begin with: below a few thousand a convolution is nearly always better.',
    source: 'Dosovitskiy et al. 2020, An image is worth 16 × 16 words',
  },
  rank: 3,
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  sizes: {
    S: {},
    M: { width: 64, blocks: 3 },
    L: { width: 128, heads: 8, blocks: 6 },
  },
  defaults: ({ rows }) => ({
    learningRate: 0.002,
    schedule: 'cosine',
    warmupSteps: 100,
    batchSize: rows < 500 ? 16 : rows < 20_000 ? 32 : 64,
    epochs: rows < 2_000 ? 40 : 15,
    patience: 10,
  }),
  build({ inputShape, outputWidth }, { patch, stem, positions, ...settings }) {
    const list = new NodeList();
    const sides = inputShape.slice(0, -1);
    if (stem > 0) {
      const kernel = sides.map((side) => Math.min(3, side));
      const padding = samePadding({ inSize: sides, kernel, stride: [1, 1] });
      list.add('edges', 'conv2d', { filters: stem, kernel, ...padding });
      list.add('edgesRelu', 'activation', { kind: 'relu' });
    }
    const kernel = sides.map((side) => Math.min(side, patch === 0 ? Math.ceil(side / usualPatches) : patch));
    const padding = samePadding({ inSize: sides, kernel, stride: kernel });
    list.add('patches', 'conv2d', {
      filters: settings.width,
      kernel,
      stride: kernel,
      ...padding,
      init: 'glorotUniform',
    });
    addPositions(list, positions);
    addBlocks(list, settings, { positions });
    list.add('everywhere', 'globalPool');
    if (settings.dropout > 0) list.add('dropout', 'dropout', { rate: settings.dropout });
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [28, 28, 1], outputWidth: 10, params: {} },
    {
      inputShape: [9, 5, 3],
      outputWidth: 1,
      params: { patch: 2, stem: 0, width: 8, heads: 2, blocks: 1, positions: 'sinusoidal', dropout: 0 },
    },
  ],
};
