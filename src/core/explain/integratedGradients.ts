/** From a sample that says nothing to the sample, added up (gradient/integrated). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { byGradient, channels, checked, explainByGradient, label } from './gradient/explainByGradient';
import { integratedAttribute } from './gradient/integrated';
import { fitsTokens, tokensAttribute } from './gradient/tokens';

const params = z.object({
  steps: z.int().min(4).max(1000).default(50).meta({
    label: 'Steps',
    hint: 'Stretches of the way, shorter where the answer bends. Of samples of fewer than 4,096 values they are halved until they add up to a ten-thousandth, with up to 48 questions a step.',
  }),
  channels,
  label,
  checks: checked,
});

export const integratedGradients: ExplainerDef<z.infer<typeof params>> = {
  ...byGradient,
  kinds: [...byGradient.kinds, 'text'],
  fits: fitsTokens,
  type: 'integratedGradients',
  title: 'Integrated gradients',
  summary:
    'What each value of a sample adds to the score of its answer, compared with a sample of nothing but means: gradients summed along the way from one to the other. They add up, and how far is told.',
  params,
  explain: (model, explained, settings) =>
    explainByGradient(model, explained, settings, {
      title: 'Integrated gradients',
      attribute: model.isText
        ? tokensAttribute(model.arch, settings.steps)
        : integratedAttribute(settings.steps),
      draws: false,
      measure: 'Share',
      signs: {
        more: 'adds to the answer',
        less: 'takes from it',
        how: 'Compared with a sample of nothing but means; the values add up to the difference.',
      },
    }),
};
