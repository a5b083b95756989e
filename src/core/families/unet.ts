/**
 * U-Net: Ronneberger et al. 2015, https://arxiv.org/abs/1505.04597, padded so that the answer is as large as the image,
 * with normalised groups of channels and upsampling in place of transposed convolutions, which leave checks.
 */
import { z } from 'zod';
import { augmentation, maskAugment } from './augmentSettings';
import type { FamilyDef } from './familyDef';
import { addNorm, imageSettings, window } from './imageBlocks';
import { NodeList } from './nodeList';

const params = z.strictObject({
  filters: z.array(z.int().min(1).max(1024)).min(1).max(6).default([8, 16, 32, 64]).meta({
    label: 'Filters',
    hint: 'Patterns of each level, first to last; each after the first sees the image half as large. Levels that a small image has no room for are left out.',
  }),
  convolutions: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .meta({ label: 'Convolutions in a level', hint: 'On the way down, and again on the way up.' }),
  normalization: imageSettings.normalization,
  dropout: z.number().min(0).max(0.9).default(0).meta({
    label: 'Dropout',
    hint: 'Share of patterns silenced per step at the lowest level, against overfitting.',
  }),
  ...maskAugment,
});
type Params = z.infer<typeof params>;

/** A level of fewer pixels across sees nothing that the one above does not. */
const smallestSide = 4;

/** So many halvings have room in the shorter side. */
const levelsFor = ([height = 1, width = 1]: readonly number[], wanted: number): number =>
  Math.max(
    1,
    Math.min(wanted, 1 + Math.floor(Math.log2(Math.max(1, Math.min(height, width) / smallestSide)))),
  );

export const unet: FamilyDef<Params> = {
  type: 'unet',
  title: 'U-Net',
  summary: 'Says for each pixel what it is of: looks at the whole from far, and returns to the fine lines.',
  guide: {
    use: 'Masks of things in images: cells, roads, organs, goods. Some dozens of well-drawn masks teach much; some hundreds are better.',
    cost: 'Grows with the pixels times the square of the filters. The first level, at full size, costs most: halve the size of the images before anything else.',
    cannot:
      'It does not count things or tell two that touch apart, and sees no farther than its lowest level: about 8 pixels times 2 for each level.',
    source: 'Ronneberger et al. 2015, U-Net: convolutional networks for biomedical image segmentation',
  },
  offered: 'first',
  rank: 3,
  values: ['mask'],
  params,
  augment: augmentation,
  sizes: {
    S: {},
    M: { filters: [16, 32, 64, 128], convolutions: 2 },
    L: { filters: [32, 64, 128, 256], convolutions: 2 },
  },
  defaults: ({ rows }) => ({
    learningRate: 0.005,
    schedule: 'cosine',
    batchSize: rows < 2_000 ? 4 : 16,
    epochs: rows < 200 ? 60 : rows < 2_000 ? 40 : 10,
    patience: 10,
  }),
  build({ inputShape, outputWidth }, settings) {
    const [height = 1, width = 1] = inputShape;
    const filters = settings.filters.slice(0, levelsFor(inputShape, settings.filters.length));
    const list = new NodeList();
    const step = 2 ** (filters.length - 1);
    const [down, right] = [height, width].map((side) => (side === 1 ? 0 : (step - (side % step)) % step)) as [
      number,
      number,
    ];
    if (down + right > 0) list.add('padded', 'pad', { begin: [0, 0], end: [down, right], mode: 'edge' });
    const sides = [height + down, width + right];
    const factor = sides.map((side) => (side === 1 ? 1 : 2));
    /** At a level, which is so many halvings deep. */
    const convolve = (name: string, count: number, level: number) => {
      const shape = [...sides.map((side) => Math.max(1, side / 2 ** level)), count];
      for (let at = 1; at <= settings.convolutions; at++) {
        list.add(`${name}_conv${at}`, 'conv2d', { filters: count, ...window(shape, 3, 1) });
        addNorm(list, `${name}_norm${at}`, count, settings.normalization);
        list.add(`${name}_relu${at}`, 'activation', { kind: 'relu' });
      }
      return list.last;
    };
    const across: string[] = [];
    for (const [level, count] of filters.entries()) {
      if (level > 0) list.add(`down${level}`, 'pool2d', { kind: 'max', size: factor, stride: factor });
      across.push(convolve(`level${level + 1}`, count, level));
    }
    if (settings.dropout > 0) list.add('dropout', 'spatialDropout', { rate: settings.dropout });
    for (let level = filters.length - 2; level >= 0; level--) {
      const count = filters[level] as number;
      // Half of the patterns before twice the side, as in the paper: most of the work is at full size.
      const half = [...sides.map((side) => Math.max(1, side / 2 ** (level + 1))), count];
      list.add(`narrow${level + 1}`, 'conv2d', { filters: count, ...window(half, 1, 1) });
      const wide = list.add(`up${level + 1}`, 'upsample2d', { factor });
      list.add(`join${level + 1}`, 'concat', {}, [across[level] as string, wide]);
      convolve(`back${level + 1}`, count, level);
    }
    const labels = Math.max(1, Math.round(outputWidth / (height * width)));
    list.add('answer', 'conv2d', { filters: labels, ...window([...sides, labels], 1, 1) });
    if (down + right > 0) list.add('cropped', 'crop', { begin: [0, 0], end: [down, right] });
    list.add('output', 'flatten');
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [24, 24, 3], outputWidth: 24 * 24 * 3, task: 'segmentation', params: {} },
    {
      inputShape: [9, 6, 1],
      outputWidth: 9 * 6 * 2,
      task: 'segmentation',
      params: { filters: [3, 4], convolutions: 1, normalization: 'batchNorm', dropout: 0.1 },
    },
  ],
};
