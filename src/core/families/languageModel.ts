/**
 * A decoder as GPT-2's (Radford et al. 2019), with rotary positions: each token sees those before it. Learnt from the
 * text at hand alone.
 */
import { z } from 'zod';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';
import { addBlocks, blockSettings } from './transformerBlocks';

const params = z.strictObject({
  tokenizer: z.enum(['character', 'bytePair']).default('character').meta({
    label: 'Tokens',
    hint: 'character: letter by letter, for little text. bytePair: common words whole, rare ones in parts.',
  }),
  vocabulary: z.int().min(16).max(20_000).default(1000).meta({
    label: 'Vocabulary',
    hint: 'Most different tokens, learnt from the training text alone; the most frequent are kept.',
  }),
  lowercase: z
    .boolean()
    .default(false)
    .meta({ label: 'Small letters', hint: 'Capital letters count as small ones.' }),
  length: z
    .int()
    .min(2)
    .max(2048)
    .default(128)
    .meta({ label: 'Length', hint: 'Tokens before that are seen at most.' }),
  ...blockSettings,
  width: blockSettings.width.default(96).meta({ ...blockSettings.width.meta() }),
  blocks: blockSettings.blocks.default(3).meta({ ...blockSettings.blocks.meta() }),
  positions: z.enum(['rotary', 'alibi']).default('rotary').meta({
    label: 'Positions',
    hint: 'How tokens know how far they are apart. rotary: by turning. alibi: what is far away counts for less.',
  }),
});

export const languageModel: FamilyDef<z.infer<typeof params>> = {
  type: 'languageModel',
  title: 'Language model (GPT)',
  summary: 'Learns what follows in a text, token by token, and writes on. Small, from your text alone.',
  guide: {
    use: 'To see what a text teaches about its own writing: names, recipes, logs, a book. It writes on from any beginning.',
    cost: 'Grows with the length of the text, the square of the window and of the width. A book of 200 kB is a matter of minutes to hours without a GPU.',
    cannot: 'It knows your text alone: it writes in its manner, without knowing anything of the world.',
    source: 'Radford et al. 2019, Language models are unsupervised multitask learners',
  },
  offered: 'first',
  rank: 1,
  from: 'texts',
  values: ['tokens'],
  params,
  sizes: {
    S: {},
    M: { width: 128, blocks: 4 },
    L: { width: 256, heads: 8, blocks: 6 },
  },
  asks: ({ tokenizer, vocabulary, lowercase, length }) => ({
    form: 'stream',
    tokenizer,
    vocabulary,
    lowercase,
    length,
  }),
  defaults: () => ({
    learningRate: 0.003,
    schedule: 'cosine',
    warmupSteps: 100,
    batchSize: 32,
    epochs: 15,
    patience: 3,
    clipNorm: 1,
  }),
  build({ inputShape, outputWidth, vocabulary }, { positions, ...settings }) {
    const list = new NodeList();
    const ids = list.last;
    const [length = 1] = inputShape;
    list.add('embedding', 'embedding', {
      vocabulary: vocabulary ?? settings.vocabulary,
      width: settings.width,
    });
    addBlocks(list, settings, { positions, causal: true, ids });
    list.add('next', 'dense', { units: Math.max(1, Math.round(outputWidth / length)) });
    list.add('output', 'flatten');
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [16], outputWidth: 16 * 30, vocabulary: 30, task: 'language', params: {} },
    {
      inputShape: [5],
      outputWidth: 5 * 12,
      vocabulary: 12,
      task: 'language',
      params: {
        width: 8,
        heads: 2,
        blocks: 1,
        gated: true,
        normLayer: 'rmsNorm',
        tokenizer: 'bytePair',
        dropout: 0,
      },
    },
  ],
};
