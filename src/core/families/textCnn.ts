import { z } from 'zod';
import { samePadding } from '../arch/convGeometry';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';
import { asTokens, lengthSetting, textSettings } from './textSettings';

const params = z.strictObject({
  ...textSettings,
  length: lengthSetting,
  width: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .meta({ label: 'Width', hint: 'Numbers that are learnt about each token.' }),
  filters: z
    .int()
    .min(1)
    .max(1024)
    .default(64)
    .meta({ label: 'Filters', hint: 'Phrases that are looked for.' }),
  kernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Phrase length', hint: 'Tokens in a row that each filter sees.' }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.4)
    .meta({ label: 'Dropout', hint: 'Share of values silenced per step, against overfitting.' }),
});

/** After Kim, Convolutional Neural Networks for Sentence Classification, 2014. */
export const textCnn: FamilyDef<z.infer<typeof params>> = {
  type: 'textCnn',
  title: 'Convolution over tokens',
  summary:
    'Looks for phrases, a few tokens in a row, anywhere in the text: where the order of words matters.',
  guide: {
    use: 'Texts where a phrase decides: "not good", "out of memory". Over the bag of words when order matters within a few words.',
    cost: 'Grows with the length of a text times the filters of each width.',
    cannot: 'It sees phrases, not sentences: what is far apart in a text does not meet.',
    source: 'Kim 2014, Convolutional neural networks for sentence classification',
  },
  rank: 1,
  from: 'texts',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  asks: asTokens,
  defaults: ({ rows }) => ({
    learningRate: 0.002,
    batchSize: rows < 5_000 ? 32 : 128,
    epochs: 30,
    patience: 5,
  }),
  build({ inputShape, outputWidth, vocabulary }, { width, filters, kernel, dropout, ...settings }) {
    const list = new NodeList();
    const ids = list.last;
    const [length = 1] = inputShape;
    list.add('embedding', 'embedding', { vocabulary: vocabulary ?? settings.vocabulary, width });
    const taps = [Math.min(kernel, length)];
    const padding = samePadding({ inSize: [length], kernel: taps, stride: [1] });
    const phrases = list.add('phrases', 'conv1d', { filters, kernel: taps, ...padding, activation: 'relu' });
    list.add('pool', 'maskedPool', { kind: 'max' }, [phrases, ids]);
    if (dropout > 0) list.add('dropout', 'dropout', { rate: dropout });
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [20], outputWidth: 3, vocabulary: 50, params: {} },
    { inputShape: [2], outputWidth: 1, vocabulary: 12, params: { width: 4, filters: 3, dropout: 0 } },
  ],
};
