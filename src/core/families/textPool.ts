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
  pool: z.enum(['average', 'max']).default('average').meta({
    label: 'Over the text',
    hint: 'What is kept of each number: its mean over all tokens, or the largest.',
  }),
  hiddenLayers: z.array(z.int().min(1).max(8192)).max(16).default([]).meta({
    label: 'Hidden layers',
    hint: 'Units of each layer after that, first to last; none is often best.',
  }),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.3)
    .meta({ label: 'Dropout', hint: 'Share of values silenced per step, against overfitting.' }),
});

export const textPool: FamilyDef<z.infer<typeof params>> = {
  type: 'textPool',
  title: 'Embedding + pooling',
  summary: 'Learns a vector for each token and judges by their mean: words of like meaning help each other.',
  guide: {
    use: 'Texts by the thousand, with many ways to say one thing: words of like meaning help each other.',
    cost: 'One vector a token, looked up and averaged: nearly as quick as the bag of words.',
    cannot: 'Order is lost: "man bites dog" is "dog bites man".',
    source: 'Joulin et al. 2016, Bag of tricks for efficient text classification',
  },
  offered: 'first',
  rank: 1,
  from: 'texts',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  asks: asTokens,
  defaults: ({ rows }) => ({
    learningRate: 0.01,
    batchSize: rows < 5_000 ? 32 : 128,
    epochs: 40,
    patience: 6,
  }),
  build({ inputShape, outputWidth, vocabulary }, { width, pool, hiddenLayers, dropout, ...settings }) {
    const list = new NodeList();
    const ids = list.last;
    const vectors = list.add('embedding', 'embedding', {
      vocabulary: vocabulary ?? settings.vocabulary,
      width,
    });
    list.add('pool', 'maskedPool', { kind: pool }, [vectors, ids]);
    for (const [i, units] of hiddenLayers.entries()) {
      if (dropout > 0) list.add(`dropout${i + 1}`, 'dropout', { rate: dropout });
      list.add(`dense${i + 1}`, 'dense', { units, init: 'heNormal' });
      list.add(`relu${i + 1}`, 'activation', { kind: 'relu' });
    }
    if (dropout > 0) list.add('dropout', 'dropout', { rate: dropout });
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [20], outputWidth: 3, vocabulary: 50, params: {} },
    {
      inputShape: [7],
      outputWidth: 1,
      vocabulary: 12,
      params: { width: 4, pool: 'max', hiddenLayers: [5], dropout: 0.1, tokenizer: 'bytePair' },
    },
  ],
};
