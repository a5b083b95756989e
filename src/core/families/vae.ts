/**
 * Variational autoencoder of images: Kingma and Welling 2013, https://arxiv.org/abs/1312.6114; the weight of the divergence
 * is that of Higgins et al. 2017, https://openreview.net/forum?id=Sy2fzU9gl.
 */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { augmentation } from './augmentSettings';
import type { FamilyDef } from './familyDef';
import { buildCoder, coderDefaults, coderHidden, coderSettings } from './imageCoder';

const params = z.strictObject({
  ...coderSettings,
  latent: coderSettings.latent.default(8).meta({ ...coderSettings.latent.meta() }),
  hidden: coderHidden.default([256, 128]).meta({ ...coderHidden.meta() }),
  divergence: z.number().min(0).max(1000).default(0.3).meta({
    label: 'Weight of the divergence',
    hint: 'How much the numbers must look like drawn from a normal distribution. 1 with cross-entropy is the likelihood bound; more lets any such numbers make images, less makes all images sharper, and those that are drawn between known ones. With squared error take a twentieth.',
  }),
  varyPlace: z.number().min(0).max(0.5).default(0.04).meta({
    label: 'Shift',
    hint: 'In training an image is moved by up to this share of its sides, anew in each epoch, so that few images tell more. 0 is off.',
  }),
});

export const vae: FamilyDef<z.infer<typeof params>> = {
  type: 'vae',
  title: 'Variational autoencoder',
  summary: 'Draws new images like those it learnt from, out of normally distributed numbers.',
  guide: {
    use: 'To draw new images of a kind, to walk between images, or to find those that are unlike the others.',
    cost: 'As the autoencoder; a step draws one number more for each latent one. It needs more epochs.',
    cannot:
      'What it draws is smoother than what it learnt from. Things of many parts at many places (photographs) become fog: it is for images of one thing.',
    source: 'Kingma and Welling 2013, Auto-encoding variational Bayes',
  },
  offered: 'first',
  rank: 3,
  values: ['pixels'],
  params,
  augment: augmentation,
  sizes: {
    S: {},
    M: { filters: [32, 64], latent: 16 },
    L: { filters: [32, 64, 128], latent: 32, hidden: [512, 256] },
  },
  defaults: (data) => ({ ...coderDefaults(data), epochs: data.rows < 500 ? 120 : 60 }),
  build: (input, settings) =>
    buildCoder(input, settings, {
      narrow(list) {
        list.add('spread', 'dense', { units: 2 * settings.latent });
        // Losses are means over pixels: so is this.
        return list.add('latent', 'gaussianSample', {
          weight: settings.divergence / sizeOf(input.inputShape),
        });
      },
    }),
  examples: [
    { inputShape: [32, 24, 3], outputWidth: 32 * 24 * 3, task: 'reconstruction', params: {} },
    {
      inputShape: [9, 10, 1],
      outputWidth: 9 * 10,
      task: 'reconstruction',
      params: { filters: [3, 4], latent: 2, hidden: [6], normalization: 'groupNorm', divergence: 0.5 },
    },
  ],
};
