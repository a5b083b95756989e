/** The mean gradient around a sample (gradient/saliency). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { byGradient, channels, checked, explainByGradient, label, seed } from './gradient/explainByGradient';
import { saliencyAttribute } from './gradient/saliency';
import { byInput, plainSigns, timesSigns } from './saliency';

const params = z.object({
  samples: z.int().min(2).max(1000).default(30).meta({ label: 'Noisy samples' }),
  noise: z.number().min(0.001).max(2).default(0.1).meta({
    label: 'Noise',
    hint: 'Its standard deviation as a share of the range of the sample.',
  }),
  byInput,
  channels,
  label,
  checks: checked,
  seed,
});

export const smoothGrad: ExplainerDef<z.infer<typeof params>> = {
  ...byGradient,
  type: 'smoothGrad',
  title: 'SmoothGrad',
  summary:
    'The gradient of an answer, in the mean over samples with a little noise: what is left of it is less speckled than the gradient at the sample alone.',
  params,
  explain: (model, explained, settings) =>
    explainByGradient(model, explained, settings, {
      title: 'SmoothGrad',
      attribute: saliencyAttribute({
        byInput: settings.byInput,
        count: settings.samples,
        noise: settings.noise,
      }),
      draws: true,
      measure: settings.byInput ? 'Smooth gradient × input' : 'Smooth gradient',
      signs: settings.byInput ? timesSigns : plainSigns,
    }),
};
