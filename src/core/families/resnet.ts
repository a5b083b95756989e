/**
 * Residual network: He et al. 2015, https://arxiv.org/abs/1512.03385, with normalisation and activation before each
 * convolution (2016, https://arxiv.org/abs/1603.05027). Every block begins as what leaves its input as it is.
 */
import { z } from 'zod';
import { augmentation } from './augmentSettings';
import { addAnswer } from './convSettings';
import type { FamilyDef } from './familyDef';
import {
  addBranch,
  addNorm,
  halvingStride,
  imageDefaults,
  imageSettings,
  shapeAt,
  window,
} from './imageBlocks';
import { NodeList } from './nodeList';

const params = z.strictObject({
  filters: z.array(z.int().min(1).max(2048)).min(1).max(6).default([16, 32, 64]).meta({
    label: 'Filters',
    hint: 'Patterns of each stage, first to last; each after the first halves the image.',
  }),
  blocks: z
    .int()
    .min(1)
    .max(12)
    .default(1)
    .meta({ label: 'Blocks in a stage', hint: 'Of two convolutions each, with a way around them.' }),
  ...imageSettings,
});

export const resnet: FamilyDef<z.infer<typeof params>> = {
  type: 'resnet',
  title: 'Residual network (ResNet)',
  summary:
    'A deep convolution with ways around its blocks: for many images, where a plain one stops gaining.',
  guide: {
    use: 'Images by the thousand, or of fine detail, where a plain convolution stops gaining. Steady on few as well: it normalises by groups of channels.',
    cost: 'Grows with the pixels times the square of the filters, times the blocks: two to ten times the plain convolution.',
    cannot: 'With few simple images it gains nothing over the plain convolution, and takes longer.',
    source:
      'He et al. 2015, Deep residual learning for image recognition; 2016, Identity mappings in deep residual networks',
  },
  rank: 3,
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  augment: augmentation,
  sizes: {
    S: {},
    M: { filters: [32, 64, 128], blocks: 2 },
    L: { filters: [64, 128, 256], blocks: 3 },
  },
  defaults: imageDefaults,
  build({ inputShape, outputWidth }, settings) {
    const { filters, blocks, normalization } = settings;
    const list = new NodeList();
    const [first = 16] = filters;
    list.add('stem', 'conv2d', { filters: first, ...window(inputShape, 3, 1) });
    const inAll = filters.length * blocks;
    for (const [stage, count] of filters.entries())
      for (let at = 0; at < blocks; at++) {
        const id = `block${stage + 1}_${at + 1}`;
        const from = list.last;
        const before = shapeAt(list, inputShape);
        const channels = before.at(-1) ?? 1;
        const stride = halvingStride(before, stage > 0 && at === 0);
        addNorm(list, `${id}_norm1`, channels, normalization);
        const bent = list.add(`${id}_relu1`, 'activation', { kind: 'relu' });
        list.add(`${id}_conv1`, 'conv2d', { filters: count, ...window(before, 3, stride) });
        addNorm(list, `${id}_norm2`, count, normalization);
        list.add(`${id}_relu2`, 'activation', { kind: 'relu' });
        const inside = shapeAt(list, inputShape);
        list.add(`${id}_conv2`, 'conv2d', { filters: count, init: 'zeros', ...window(inside, 3, 1) });
        const last = list.last;
        const around =
          stride === 1 && channels === count
            ? from
            : list.add(`${id}_around`, 'conv2d', { filters: count, ...window(before, 1, stride) }, [bent]);
        list.last = last;
        addBranch(list, id, around, (settings.stochasticDepth * (stage * blocks + at + 1)) / inAll);
      }
    addNorm(list, 'norm', filters.at(-1) ?? 1, normalization);
    list.add('relu', 'activation', { kind: 'relu' });
    addAnswer(list, outputWidth, settings);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [12, 12, 1], outputWidth: 10, params: {} },
    {
      inputShape: [9, 5, 3],
      outputWidth: 1,
      params: { filters: [4, 6], blocks: 2, normalization: 'batchNorm', stochasticDepth: 0.2, dropout: 0.1 },
    },
    {
      inputShape: [6, 1, 1],
      outputWidth: 2,
      params: { filters: [3], normalization: 'none', globalPool: 'max' },
    },
  ],
};
