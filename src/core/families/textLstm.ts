import { z } from 'zod';
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
  units: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .meta({ label: 'Units', hint: 'Numbers of each of the two states.' }),
  pool: z.enum(['average', 'max']).default('max').meta({
    label: 'Over the text',
    hint: 'What is kept of the states: the mean over all tokens, or the largest of each number.',
  }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.4)
    .meta({ label: 'Dropout', hint: 'Share of values silenced per step, against overfitting.' }),
});

/** States from the beginning and from the end beside each other (Graves, Schmidhuber 2005); padding takes no part. */
export const textLstm: FamilyDef<z.infer<typeof params>> = {
  type: 'textLstm',
  title: 'LSTM over tokens, both ways',
  summary:
    'Reads the text from both ends with a memory: where what a word means depends on words far from it.',
  guide: {
    use: 'Texts where a word changes what others far from it mean: a "not" at the beginning, who did what to whom.',
    cost: 'Grows with the length of a text, token after token, times the square of the units: several times the convolution over tokens.',
    cannot:
      'With few texts it learns slower than the families that ignore order; very long texts are forgotten in their middle.',
    source: 'Graves and Schmidhuber 2005, Framewise phoneme classification with bidirectional LSTM',
  },
  rank: 1,
  from: 'texts',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  sizes: { S: {}, M: { width: 64, units: 64 }, L: { width: 128, units: 128 } },
  asks: asTokens,
  defaults: ({ rows }) => ({
    learningRate: 0.005,
    clipNorm: 1,
    batchSize: rows < 5_000 ? 32 : 128,
    epochs: 20,
    patience: 5,
  }),
  build({ inputShape, outputWidth, vocabulary }, { width, units, pool, dropout, ...settings }) {
    const list = new NodeList();
    const ids = list.last;
    list.add('embedding', 'embedding', { vocabulary: vocabulary ?? settings.vocabulary, width });
    if (dropout > 0) list.add('wordDropout', 'dropout', { rate: dropout });
    const recurrent = { units, bidirectional: true, answer: 'sequence' };
    list.add('states', 'lstm', recurrent, [list.last, ids]);
    list.add('pool', 'maskedPool', { kind: pool }, [list.last, ids]);
    if (dropout > 0) list.add('dropout', 'dropout', { rate: dropout });
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [20], outputWidth: 3, vocabulary: 50, params: {} },
    {
      inputShape: [3],
      outputWidth: 1,
      vocabulary: 12,
      params: { width: 4, units: 3, pool: 'average', dropout: 0 },
    },
  ],
};
