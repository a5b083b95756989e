/** Gradient times input (gradient/saliency). */
import { z } from 'zod';
import type { ExplainerDef } from './explainerDef';
import { byGradient, channels, checked, explainByGradient, label } from './gradient/explainByGradient';
import { saliencyAttribute } from './gradient/saliency';
import { fitsTokens, tokensAttribute } from './gradient/tokens';

export const byInput = z.boolean().default(true).meta({
  label: 'Times input',
  hint: 'Times how far each value is from the mean of training. Without, how much a small change of each would do.',
});

export const params = z.object({ byInput, channels, label, checks: checked });

export const timesSigns = {
  more: 'speaks for the answer',
  less: 'speaks against it',
  how: 'Gradient times how far the value is from the mean of training.',
};
export const plainSigns = {
  more: 'more of it raises the answer',
  less: 'more of it lowers the answer',
  how: 'How the answer moves with a small change of each value.',
};

export const saliency: ExplainerDef<z.infer<typeof params>> = {
  ...byGradient,
  kinds: [...byGradient.kinds, 'text'],
  fits: fitsTokens,
  type: 'saliency',
  title: 'Saliency (gradient × input)',
  summary:
    'How the answer moves with each value of a sample, times the value: the quickest look at what a network used. It says what small changes do, and is noisy; integrated gradients add up.',
  params,
  explain: (model, explained, settings) =>
    explainByGradient(model, explained, settings, {
      title: 'Saliency',
      attribute: model.isText
        ? tokensAttribute(model.arch, 1)
        : saliencyAttribute({ byInput: settings.byInput }),
      draws: false,
      measure: settings.byInput ? 'Gradient × input' : 'Gradient',
      signs: settings.byInput ? timesSigns : plainSigns,
    }),
};
