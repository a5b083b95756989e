import { z } from 'zod';
import { addAnswer, addConvolutions, addToLastFrame, convDefaults, convSettings } from './convSettings';
import { cnn3dTime } from './cnn3dTime';
import { answersFrames, type FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject({
  ...convSettings,
  timeKernel: z
    .int()
    .min(1)
    .max(15)
    .default(3)
    .meta({ label: 'Kernel in time', hint: 'How many times each pattern spans: what makes it see motion.' }),
  convolution: z.enum(['full', 'separable']).default('full').meta({
    label: 'Convolution',
    hint: 'full: patterns in time and space at once. separable: space, then time; fewer weights.',
  }),
});

export const cnn4d: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn4d',
  title: '4-D convolution (CNN)',
  summary: 'Learns patterns that move: kernels over time and space, wherever and whenever they occur.',
  guide: {
    use: 'Fields over time and space, when what is looked for moves: waves, storms, activity in a scan. No other studio trains it.',
    cost: 'Grows with times × places × filters²: by far the dearest family. Meant for a GPU; small windows and few filters train anywhere.',
    cannot:
      'It sees only as far in time and space as its kernels reach, and long recordings need strides or smaller windows first.',
    source: 'The convolution of LeCun et al. 1998, over time and three axes of space',
  },
  offered: 'first',
  ablation: {
    family: cnn3dTime.type,
    params: ({ timeKernel: _timeKernel, convolution: _convolution, ...shared }) => shared,
    title: '3-D ablation',
    hint: 'The same network with time as channels: shows whether 4-D pays on this data.',
  },
  rank: 5,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  defaults: convDefaults,
  build({ inputShape, outputWidth, task }, settings) {
    const { timeKernel, spaceKernel, convolution } = settings;
    const list = new NodeList();
    const type = convolution === 'full' ? 'conv4d' : 'separableConv4d';
    const wanted = [timeKernel, spaceKernel, spaceKernel, spaceKernel];
    addConvolutions(list, type, { inputShape, task }, wanted, settings);
    if (!answersFrames({ task })) {
      addAnswer(list, outputWidth, settings);
      return list.toArch(inputShape);
    }
    const [times = 1] = inputShape;
    const channels = inputShape.at(-1) ?? 1;
    list.add('toFrame', 'conv4d', { filters: channels, kernel: [times, 1, 1, 1], init: 'zeros' });
    addToLastFrame(list);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [16, 8, 8, 8, 1], outputWidth: 6, params: {} },
    {
      inputShape: [4, 5, 3, 1, 2],
      outputWidth: 1,
      params: { filters: [2], globalPool: 'average', dropout: 0.2 },
    },
    {
      inputShape: [3, 4, 4, 2, 2],
      outputWidth: 64,
      task: 'forecast',
      params: { filters: [3], convolution: 'separable', normalization: 'none' },
    },
  ],
};
