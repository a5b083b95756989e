/** Autoencoder of images: Hinton and Salakhutdinov 2006, https://doi.org/10.1126/science.1127647, with convolutions. */
import { z } from 'zod';
import type { FamilyDef } from './familyDef';
import { buildCoder, coderDefaults, coderHidden, coderSettings, coderSizes } from './imageCoder';

const params = z.strictObject({
  ...coderSettings,
  hidden: coderHidden,
  noise: z.number().min(0).max(2).default(0).meta({
    label: 'Noise',
    hint: 'Deviation of what is added to the standardised image in each training step; the clean one is to be made: it learns to remove noise. 0.5 is much.',
  }),
});

export const autoencoder: FamilyDef<z.infer<typeof params>> = {
  type: 'autoencoder',
  title: 'Autoencoder',
  summary: 'Makes images again from few numbers: what they have in common, without any label.',
  guide: {
    use: 'To find images unlike the others (they are made again badly), to make images small, to remove noise, or to see what a set of images varies in.',
    cost: 'Grows with the pixels times the square of the filters; less than a network that tells labels apart at full size.',
    cannot:
      'Its numbers have no order of their own: between two of them may lie nothing. To draw new images, take the variational one. Fine lines blur where the latent size is small.',
    source: 'Hinton and Salakhutdinov 2006, Reducing the dimensionality of data with neural networks',
  },
  offered: 'first',
  rank: 3,
  values: ['pixels'],
  params,
  sizes: coderSizes,
  defaults: coderDefaults,
  build: (input, { noise, ...settings }) =>
    buildCoder(input, settings, {
      begin: (list) => {
        if (noise > 0) list.add('noise', 'noise', { deviation: noise });
      },
      narrow: (list) => list.add('latent', 'dense', { units: settings.latent }),
    }),
  examples: [
    { inputShape: [32, 24, 3], outputWidth: 32 * 24 * 3, task: 'reconstruction', params: {} },
    {
      inputShape: [9, 10, 1],
      outputWidth: 9 * 10,
      task: 'reconstruction',
      params: { filters: [3, 4], latent: 2, normalization: 'batchNorm', noise: 0.1 },
    },
    {
      inputShape: [3, 5, 1],
      outputWidth: 15,
      task: 'reconstruction',
      params: { filters: [3], latent: 2, normalization: 'groupNorm' },
    },
  ],
};
