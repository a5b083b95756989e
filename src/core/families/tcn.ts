/**
 * A temporal convolutional network (Bai, Kolter, Koltun 2018): residual blocks of two causal convolutions each, whose
 * taps lie twice as far apart from block to block, so that few blocks see a long past. With batch or layer normalisation
 * in place of weight normalisation.
 */
import { z } from 'zod';
import { augmentation, seriesAugment } from './augmentSettings';
import { inferShapes } from '../arch/shapes';
import { answersFrames, type FamilyDef } from './familyDef';
import { addChanges, addSteps, scaleSetting } from './forecastFrames';
import { NodeList } from './nodeList';
import { addSummedSteps, stepsSetting } from './summedSteps';

const params = z.strictObject({
  filters: z
    .int()
    .min(1)
    .max(1024)
    .default(24)
    .meta({ label: 'Filters', hint: 'Patterns that each convolution looks for.' }),
  kernel: z
    .int()
    .min(2)
    .max(64)
    .default(3)
    .meta({ label: 'Kernel', hint: 'Taps of a convolution; they lie further apart from block to block.' }),
  blocks: z.int().min(0).max(16).default(0).meta({
    label: 'Blocks',
    hint: '0: as many as it takes to see the whole window.',
  }),
  over: z.enum(['average', 'max', 'last']).default('average').meta({
    label: 'Over all times',
    hint: 'What an answer is made of: the mean of each pattern, its strongest, or the last. A forecast takes the last.',
  }),
  dropout: z.number().min(0).max(0.9).default(0.1).meta({
    label: 'Dropout',
    hint: 'Share of values silenced per step after each convolution, against overfitting.',
  }),
  normalization: z.enum(['batchNorm', 'layerNorm']).default('batchNorm').meta({
    label: 'Normalisation',
    hint: 'After each convolution. layerNorm: the same in training and prediction.',
  }),
  steps: stepsSetting,
  scaled: scaleSetting,
  ...seriesAugment,
});

/** Blocks of a kernel until the last time sees the first one. */
function blocksFor(times: number, kernel: number): number {
  let blocks = 1;
  while (1 + 2 * (kernel - 1) * (2 ** blocks - 1) < times) blocks++;
  return blocks;
}

export const tcn: FamilyDef<z.infer<typeof params>> = {
  type: 'tcn',
  title: 'Temporal convolutions (TCN)',
  summary:
    'Causal convolutions that look twice as far back from block to block: long windows, all times at once.',
  guide: {
    use: 'Long windows where what was long before counts. Over the 1-D convolution when its kernels do not reach, over an LSTM when training must be quick.',
    cost: 'Grows with the length of the window times the blocks times the square of the filters; all times are computed at once.',
    cannot:
      'It looks no further back than its window, and knows only what is near in time from what is far by its blocks.',
    source:
      'Bai, Kolter and Koltun 2018, An empirical evaluation of generic convolutional and recurrent networks for sequence modeling',
  },
  rank: 2,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  augment: augmentation,
  sizes: { S: {}, M: { filters: 48, kernel: 5 }, L: { filters: 96, kernel: 7 } },
  defaults: ({ rows, task }) => ({
    learningRate: 0.004,
    schedule: 'cosine',
    batchSize: rows < 500 ? 16 : rows < 5_000 ? 32 : 64,
    ...(answersFrames({ task }) ? { epochs: 100, patience: 20 } : { epochs: 60, patience: 20 }),
  }),
  build(
    { inputShape, outputWidth, task },
    { filters, kernel, blocks, over, dropout, normalization, steps, scaled },
  ) {
    const list = new NodeList();
    const isForecast = answersFrames({ task });
    if (isForecast) addChanges(list, scaled);
    else addSummedSteps(list, inputShape[0] ?? 1, steps, filters);
    const [times = 1, channels] = inferShapes(list.toArch(inputShape)).get(list.last) ?? [];
    const count = blocks || blocksFor(times, kernel);
    for (let block = 1; block <= count; block++) {
      const before = list.last;
      const dilation = 2 ** (block - 1);
      for (const half of ['a', 'b']) {
        const id = `${block}${half}`;
        const padBegin = [(kernel - 1) * dilation];
        list.add(`conv${id}`, 'conv1d', { filters, kernel: [kernel], dilation: [dilation], padBegin });
        list.add(`norm${id}`, normalization);
        list.add(`relu${id}`, 'activation', { kind: 'relu' });
        if (dropout > 0) list.add(`dropout${id}`, 'dropout', { rate: dropout });
      }
      const found = list.last;
      const beside =
        block === 1 && channels !== filters
          ? list.add('beside', 'conv1d', { filters, kernel: [1] }, [before])
          : before;
      list.add(`block${block}`, 'add', {}, [found, beside]);
      list.add(`relu${block}`, 'activation', { kind: 'relu' });
    }
    if (isForecast || over === 'last') {
      list.add('lastPatterns', 'lastTime');
      list.add('patterns', 'flatten');
    } else list.add('everywhen', 'globalPool', { kind: over });
    list.add(isForecast ? 'steps' : 'output', 'dense', {
      units: outputWidth,
      ...(isForecast && { init: 'zeros' }),
    });
    if (isForecast) addSteps(list, { inputShape, outputWidth }, scaled);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [32, 3], outputWidth: 5, params: {} },
    { inputShape: [70, 2], outputWidth: 2, params: { filters: 4, normalization: 'layerNorm' } },
    { inputShape: [9, 4], outputWidth: 1, params: { filters: 4, blocks: 1, over: 'last', dropout: 0 } },
    {
      inputShape: [12, 2],
      outputWidth: 8,
      task: 'forecast',
      params: { filters: 4, kernel: 2, scaled: true },
    },
  ],
};
