/**
 * Two networks against each other: Goodfellow et al. 2014, https://arxiv.org/abs/1406.2661, the loss that does not saturate;
 * convolutions as Radford et al. 2015, https://arxiv.org/abs/1511.06434. The judge also names the numbers that a made image
 * was drawn from, which keeps images different: Chen et al. 2016, https://arxiv.org/abs/1606.03657.
 */
import { z } from 'zod';
import { realnessName } from '../arch/latentOf';
import type { FamilyDef } from './familyDef';
import { buildCoder, coderSettings } from './imageCoder';

/** Of what the judge knows of an image before it judges; it sees through a slope below zero (Radford et al.). */
const leak = 0.2;

const params = z.strictObject({
  ...coderSettings,
  filters: coderSettings.filters.default([32, 64]).meta({
    ...coderSettings.filters.meta(),
    hint: 'Patterns of each level of the judge, first to last, and of the maker back; each level halves the image, the first ones of a small image keep its size.',
  }),
  normalization: z.enum(['batchNorm', 'groupNorm', 'none']).default('batchNorm').meta({
    label: 'Normalisation of the maker',
    hint: 'Over the batch, as its inventors do, or of groups of channels in each image. The judge has none.',
  }),
  judge: z.int().min(1).max(4096).default(128).meta({
    label: 'Width of the judge',
    hint: 'Numbers that it judges an image by.',
  }),
  dropout: z.number().min(0).max(0.9).default(0.3).meta({
    label: 'Dropout of the judge',
    hint: 'Share of what the judge sees that is left out in each step. More holds it back, where it knows the images by heart.',
  }),
});

export const gan: FamilyDef<z.infer<typeof params>> = {
  type: 'gan',
  title: 'Adversarial network (GAN)',
  summary: 'Draws new images with sharp lines: one network makes them, another tells them from real ones.',
  guide: {
    use: 'To draw new images of a kind, sharper than the variational autoencoder does.',
    cost: 'A step is about three of an autoencoder, and it needs many: hundreds of passes over some thousand images.',
    cannot:
      'No number says for sure how good it is: look at what it draws, epoch by epoch. It may leave out kinds of images that are there, and what it makes of a given image is like it only from afar: to make images again, take an autoencoder.',
    source: 'Goodfellow et al. 2014, Generative adversarial nets',
  },
  rank: 3,
  values: ['pixels'],
  params,
  sizes: { S: {}, M: { filters: [64, 128] }, L: { filters: [64, 128, 256], latent: 32 } },
  defaults: ({ rows }) => ({
    optimizer: 'adam',
    optimizerParams: { beta1: 0.5 },
    learningRate: 0.001,
    batchSize: rows < 10_000 ? 32 : 64,
    epochs: rows < 500 ? 300 : 100,
    averaging: 0.99,
    earlyStopping: false,
  }),
  build: (input, { dropout, judge, ...settings }) =>
    buildCoder(
      input,
      { ...settings, apart: { leak } },
      {
        beside(list) {
          list.add('seen', 'dense', { units: judge });
          const seen = list.add('seen_relu', 'activation', { kind: 'leakyRelu', alpha: leak });
          if (dropout > 0) list.add('doubt', 'dropout', { rate: dropout });
          const realness = list.add('realness', 'dense', { units: 1 });
          list.last = seen;
          return { [realnessName]: realness };
        },
        narrow: (list) => list.add('latent', 'dense', { units: settings.latent }),
      },
    ),
  examples: [
    { inputShape: [32, 24, 3], outputWidth: 32 * 24 * 3, task: 'reconstruction', params: {} },
    {
      inputShape: [9, 10, 1],
      outputWidth: 9 * 10,
      task: 'reconstruction',
      params: { filters: [3, 4], latent: 2, judge: 5 },
    },
    {
      inputShape: [12, 10, 3],
      outputWidth: 12 * 10 * 3,
      task: 'reconstruction',
      params: { filters: [3], latent: 3, normalization: 'groupNorm', judge: 4, dropout: 0 },
    },
  ],
};
