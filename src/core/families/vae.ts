/**
 * Variational autoencoder of images: Kingma and Welling 2013, https://arxiv.org/abs/1312.6114; the weight of the divergence
 * is that of Higgins et al. 2017, https://openreview.net/forum?id=Sy2fzU9gl.
 */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import type { FamilyDef } from './familyDef';
import { buildCoder, coderDefaults, coderHidden, coderSettings } from './imageCoder';

const params = z.strictObject({
  ...coderSettings,
  latent: coderSettings.latent.default(8).meta({ ...coderSettings.latent.meta() }),
  hidden: coderHidden.default([256, 128]).meta({ ...coderHidden.meta() }),
  divergence: z.number().min(0).max(1000).default(1).meta({
    label: 'Weight of the divergence',
    hint: 'How much the numbers must look like drawn from a normal distribution. 1 with cross-entropy is the likelihood bound; more makes drawn images surer and all images blurrier, less the other way. With squared error take 0.05.',
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
  sizes: {
    S: {},
    M: { filters: [32, 64], latent: 16 },
    L: { filters: [32, 64, 128], latent: 32, hidden: [512, 256] },
  },
  defaults: (data) => ({ ...coderDefaults(data), epochs: data.rows < 500 ? 80 : 30 }),
  build: (input, { divergence, ...settings }) =>
    buildCoder(input, settings, {
      narrow(list) {
        list.add('spread', 'dense', { units: 2 * settings.latent });
        // Losses are means over pixels: so is this.
        return list.add('latent', 'gaussianSample', { weight: divergence / sizeOf(input.inputShape) });
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
