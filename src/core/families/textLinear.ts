import { z } from 'zod';
import { weightings } from '../text/textAsk';
import { linear, linearSettings } from './linear';
import type { FamilyDef } from './familyDef';
import { textSettings } from './textSettings';

const params = z.strictObject({
  ...textSettings,
  weighting: z.enum(weightings).default('tfidf').meta({
    label: 'Weighting',
    hint: 'tfidf: words that few texts have count more, and long texts no more than short ones. counts: how often each word stands there.',
  }),
  ...linearSettings,
  c: linearSettings.c.default(10).meta(linearSettings.c.meta() ?? {}),
});

export const textLinear: FamilyDef<z.infer<typeof params>> = {
  type: 'textLinear',
  title: 'Bag of words, linear',
  summary: 'Weighs each word, wherever it stands: fast, explainable, and often hard to beat.',
  guide: {
    use: 'First on any texts: hard to beat with up to some thousand of them, and every word has a weight that can be read.',
    cost: 'One weight a word and label: trains in seconds.',
    cannot: 'The order of the words is lost, and a word never seen says nothing.',
    source: 'Salton and Buckley 1988, Term-weighting approaches in automatic text retrieval',
  },
  offered: 'second',
  rank: 1,
  from: 'texts',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  asks: ({ tokenizer, vocabulary, lowercase, weighting }) => ({
    form: 'bag',
    tokenizer,
    vocabulary,
    lowercase,
    weighting,
  }),
  learner: linear.learner,
  defaults: (data) => linear.defaults(data),
  build: (input) => {
    if (!linear.build) throw new Error('A linear model is a network.');
    return linear.build(input, { solver: 'auto', c: 1 });
  },
  examples: [
    { inputShape: [40], outputWidth: 3, params: {} },
    { inputShape: [9], outputWidth: 1, params: { tokenizer: 'character', weighting: 'counts' } },
  ],
};
