import { z } from 'zod';
import { augmentation, imageAugment } from './augmentSettings';
import { samePadding } from '../arch/convGeometry';
import { inferShapes } from '../arch/shapes';
import { addAnswer, convSettings } from './convSettings';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const { normalization, globalPool, dropout } = convSettings;

const params = z.strictObject({
  filters: z
    .array(z.int().min(1).max(2048))
    .min(1)
    .max(8)
    .default([16, 32, 64])
    .meta({ label: 'Filters', hint: 'Patterns of each block, first to last; each block halves the image.' }),
  convolutions: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .meta({ label: 'Convolutions in a block', hint: 'More see finer structure, and take longer.' }),
  kernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel', hint: 'Pixels that a pattern spans in height and width.' }),
  normalization,
  globalPool,
  dropout,
  ...imageAugment,
});

/** Below it a block no longer halves. */
const smallestSide = 4;

export const cnn2d: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn2d',
  title: 'Convolution (CNN)',
  summary: 'Learns patterns wherever in the image they are: edges first, then parts, then things.',
  guide: {
    use: 'Images of any kind, once there are some hundred of each label. The first to try on pictures.',
    cost: 'Grows with the pixels times the filters of one block times those of the next; each block halves the sides, so the first blocks cost most.',
    cannot:
      'It does not know that a thing turned or scaled is the same thing unless it has seen it so, and takes images of one size.',
    source: 'LeCun et al. 1998, Gradient-based learning applied to document recognition',
  },
  offered: 'first',
  rank: 3,
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  augment: augmentation,
  sizes: {
    S: {},
    M: { filters: [32, 64, 128] },
    L: { filters: [64, 128, 256], convolutions: 2 },
  },
  defaults: ({ rows }) => ({
    learningRate: 0.005,
    schedule: 'cosine',
    batchSize: rows < 500 ? 16 : rows < 20_000 ? 32 : 64,
    epochs: rows < 2_000 ? 20 : 8,
    patience: 5,
  }),
  build({ inputShape, outputWidth }, settings) {
    const list = new NodeList();
    const sides = () => (inferShapes(list.toArch(inputShape)).get(list.last) ?? inputShape).slice(0, -1);
    for (const [i, filters] of settings.filters.entries()) {
      const block = i + 1;
      for (let at = 1; at <= settings.convolutions; at++) {
        const name = settings.convolutions === 1 ? `${block}` : `${block}_${at}`;
        const inSize = list.nodes.length === 0 ? inputShape.slice(0, -1) : sides();
        const kernel = inSize.map((size) => (size === 1 ? 1 : settings.kernel));
        const stride = inSize.map(() => 1);
        list.add(`conv${name}`, 'conv2d', {
          filters,
          kernel,
          stride,
          ...samePadding({ inSize, kernel, stride }),
        });
        if (settings.normalization === 'batchNorm') list.add(`norm${name}`, 'batchNorm');
        list.add(`relu${name}`, 'activation', { kind: 'relu' });
      }
      if (sides().every((size) => size >= smallestSide)) list.add(`pool${block}`, 'pool2d', { kind: 'max' });
    }
    addAnswer(list, outputWidth, settings);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [28, 28, 1], outputWidth: 10, params: {} },
    {
      inputShape: [9, 5, 3],
      outputWidth: 1,
      params: { filters: [4, 3], convolutions: 2, globalPool: 'max', dropout: 0.2, normalization: 'none' },
    },
  ],
};
