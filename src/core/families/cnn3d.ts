import { z } from 'zod';
import { addAnswer, addConvolutions, convSettings } from './convSettings';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const { normalization, globalPool, dropout } = convSettings;

const params = z.strictObject({
  filters: z
    .array(z.int().min(1).max(1024))
    .min(1)
    .max(12)
    .default([16, 24, 32])
    .meta({ label: 'Filters', hint: 'Patterns of each convolution, first to last; each halves the clip.' }),
  timeKernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel in time', hint: 'Frames that each pattern spans: what makes it see motion.' }),
  kernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel', hint: 'Pixels that a pattern spans in height and width.' }),
  normalization,
  globalPool,
  dropout,
});

export const cnn3d: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn3d',
  title: '3-D convolution (CNN)',
  summary:
    'Learns patterns that move: kernels over time, height and width, wherever and whenever they occur.',
  guide: {
    use: 'Clips and volumes: what moves, or what has depth. When the order of frames matters.',
    cost: 'Grows with frames times pixels times filters: a kernel over three times costs three times what one over a single frame does.',
    cannot: 'Without a GPU it is slow from some dozens of frames on; it takes clips of one length.',
    source: 'Tran et al. 2015, Learning spatiotemporal features with 3D convolutional networks',
  },
  offered: 'first',
  rank: 4,
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  defaults: ({ rows }) => ({
    learningRate: 0.005,
    schedule: 'cosine',
    batchSize: rows < 500 ? 8 : 16,
    epochs: rows < 2_000 ? 20 : 10,
    patience: 6,
  }),
  build({ inputShape, outputWidth }, settings) {
    const { kernel, timeKernel } = settings;
    const list = new NodeList();
    addConvolutions(list, 'conv3d', { inputShape }, [timeKernel, kernel, kernel], settings);
    addAnswer(list, outputWidth, settings);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [12, 24, 24, 3], outputWidth: 4, params: {} },
    {
      inputShape: [3, 7, 5, 1],
      outputWidth: 1,
      params: { filters: [3, 4], timeKernel: 2, globalPool: 'max', dropout: 0.2, normalization: 'none' },
    },
  ],
};
