/** An encoder of tokens, as BERT's (Devlin et al. 2018, arXiv:1810.04805), learnt from the texts at hand alone. */
import { z } from 'zod';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';
import { asTokens, lengthSetting, textSettings } from './textSettings';
import { addBlocks, addPositions, blockSettings, positionsSetting } from './transformerBlocks';

const params = z.strictObject({
  ...textSettings,
  length: lengthSetting.default(128).meta({ ...lengthSetting.meta() }),
  ...blockSettings,
  dropout: blockSettings.dropout.default(0.3).meta({ ...blockSettings.dropout.meta() }),
  positions: positionsSetting,
  pool: z.enum(['average', 'token']).default('average').meta({
    label: 'Over the text',
    hint: 'What is kept of it: the mean of its tokens, or what a token of its own gathered.',
  }),
});

export const textTransformer: FamilyDef<z.infer<typeof params>> = {
  type: 'textTransformer',
  title: 'Transformer over tokens',
  summary:
    'Every token looks at every other of the text: what a word means by its company. Needs many texts, or simple ones do as well.',
  guide: {
    use: 'Texts by the thousand where what a word means depends on the words around it.',
    cost: 'Grows with the square of the tokens of a text, and of the width: many times the bag of words.',
    cannot:
      'It is learnt from your texts alone, not from a library of them: with a few hundred the bag of words is better.',
    source: 'Devlin et al. 2018, BERT: Pre-training of deep bidirectional transformers',
  },
  rank: 1,
  from: 'texts',
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  sizes: {
    S: {},
    M: { width: 64, blocks: 3 },
    L: { width: 128, heads: 8, blocks: 6 },
  },
  asks: asTokens,
  defaults: ({ rows }) => ({
    learningRate: 0.001,
    schedule: 'cosine',
    warmupSteps: 50,
    batchSize: rows < 5_000 ? 32 : 64,
    epochs: 30,
    patience: 6,
  }),
  build({ inputShape, outputWidth, vocabulary }, { positions, pool, ...settings }) {
    const list = new NodeList();
    const ids = list.last;
    list.add('embedding', 'embedding', {
      vocabulary: vocabulary ?? settings.vocabulary,
      width: settings.width,
    });
    addPositions(list, positions);
    if (pool === 'token') list.add('own', 'classToken');
    addBlocks(list, settings, { positions, ids });
    if (pool === 'token') {
      list.add('last', 'lastTime');
      list.add('gathered', 'flatten');
    } else list.add('pool', 'maskedPool', { kind: 'average' }, [list.last, ids]);
    if (settings.dropout > 0) list.add('dropout', 'dropout', { rate: settings.dropout });
    list.add('output', 'dense', { units: outputWidth });
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [20], outputWidth: 3, vocabulary: 50, params: {} },
    {
      inputShape: [7],
      outputWidth: 1,
      vocabulary: 12,
      params: { width: 8, heads: 2, blocks: 1, pool: 'token', positions: 'rotary', dropout: 0 },
    },
  ],
};
