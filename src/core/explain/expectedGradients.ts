/** Shapley values of a network by its gradients (gradient/expected). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { expectedAttribute } from './gradient/expected';
import { byGradient, channels, checked, explainByGradient, label, seed } from './gradient/explainByGradient';

const params = z.object({
  background: z.int().min(1).max(500).default(40).meta({
    label: 'Background samples',
    hint: 'Held back from training where that is known; the answer is compared with the mean of theirs.',
  }),
  places: z.int().min(1).max(100).default(5).meta({
    label: 'Places for each',
    hint: 'At which the gradient is asked on the way from a background sample to this one.',
  }),
  channels,
  label,
  checks: checked,
  seed,
});

export const expectedGradients: ExplainerDef<z.infer<typeof params>> = {
  ...byGradient,
  type: 'expectedGradients',
  title: 'Gradient SHAP',
  summary:
    'What each value of a sample adds to the score, compared with real samples of the background instead of a mean one (expected gradients). An estimate: how far it adds up, and how much other draws differ, is told.',
  params,
  explain: (model, explained, settings) =>
    explainByGradient(model, explained, settings, {
      title: 'Gradient SHAP',
      attribute: expectedAttribute(settings.background, settings.places),
      draws: true,
      measure: 'Share',
      signs: {
        more: 'adds to the answer',
        less: 'takes from it',
        how: 'Compared with background samples; the values add up to the difference from their mean answer, nearly.',
      },
    }),
};
