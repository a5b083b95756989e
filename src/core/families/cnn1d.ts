/** Convolutions along time: patterns of a series, wherever in the window they are. */
import { z } from 'zod';
import { augmentation, seriesAugment } from './augmentSettings';
import { sizeOf } from '../arch/sizeOf';
import { addAnswer, addConvolutions, addToLastFrame, convDefaults, convSettings } from './convSettings';
import { answersFrames, type FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const { spaceKernel: _spaceKernel, ...shared } = convSettings;
const params = z.strictObject({
  ...shared,
  filters: z
    .array(z.int().min(1).max(1024))
    .min(1)
    .max(12)
    .default([16, 32, 32])
    .meta({ label: 'Filters', hint: 'Patterns each convolution looks for, first to last.' }),
  kernel: z
    .int()
    .min(1)
    .max(255)
    .default(7)
    .meta({ label: 'Kernel', hint: 'How many times each pattern of a convolution spans.' }),
  ...seriesAugment,
});

export const cnn1d: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn1d',
  title: '1-D convolution (CNN)',
  summary: 'Learns patterns along time, wherever in the window they occur.',
  guide: {
    use: 'Series where a shape matters, not its place: a gesture, a heartbeat, a fault in a current. Over the MLP when windows are longer than some twenty steps.',
    cost: 'Grows with the length of the window times the filters of one layer times those of the next. Quick on every backend.',
    cannot:
      'It sees no farther than its kernels and strides reach together, and knows no order beyond that: a long memory is for recurrent networks.',
    source: 'LeCun et al. 1998, Gradient-based learning applied to document recognition; here along time',
  },
  offered: 'first',
  rank: 2,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  augment: augmentation,
  sizes: { S: {}, M: { filters: [32, 64, 64, 128] }, L: { filters: [64, 128, 128, 256, 256] } },
  defaults: ({ rows, task, ...data }) => ({
    ...convDefaults({ rows, task, ...data }),
    ...(answersFrames({ task }) ? { epochs: 100, patience: 20 } : { epochs: 40 }),
    batchSize: rows < 500 ? 16 : rows < 5_000 ? 32 : 64,
  }),
  build({ inputShape, outputWidth, task }, settings) {
    const list = new NodeList();
    if (answersFrames({ task })) list.add('changes', 'sinceLast');
    addConvolutions(list, 'conv1d', { inputShape, task }, [settings.kernel], settings);
    if (!answersFrames({ task })) {
      addAnswer(list, outputWidth, settings);
      return list.toArch(inputShape);
    }
    // What was found, with where it was found: a season is a matter of places.
    list.add('places', 'flatten');
    if (settings.dropout > 0) list.add('dropout', 'dropout', { rate: settings.dropout });
    list.add('steps', 'dense', { units: outputWidth, init: 'zeros' });
    addToLastFrame(list, outputWidth / sizeOf(inputShape.slice(1)));
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [64, 3], outputWidth: 5, params: {} },
    {
      inputShape: [9, 1],
      outputWidth: 1,
      params: { filters: [4], kernel: 3, globalPool: 'max', normalization: 'none', dropout: 0.1 },
    },
    { inputShape: [12, 2], outputWidth: 8, task: 'forecast', params: { filters: [4, 4], kernel: 3 } },
  ],
};
