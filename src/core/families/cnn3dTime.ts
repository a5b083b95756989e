import { z } from 'zod';
import { addAnswer, addConvolutions, addToLastFrame, convDefaults, convSettings } from './convSettings';
import { answersFrames, type FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject(convSettings);

/** The ablation of cnn4d: the same convolutions in space, but each time is a channel of its own. */
export const cnn3dTime: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn3dTime',
  title: '3-D convolution, time as channels',
  summary: 'Kernels over space only, each time a channel: the fair test of whether 4-D pays.',
  guide: {
    use: 'As the fair test of the 4-D convolution: the same network, but each time is a channel. Where it does as well, the cheaper one is enough.',
    cost: 'A fraction of the 4-D convolution: no kernel runs along time.',
    cannot: 'A pattern learnt at one time is not known at another.',
  },
  rank: 5,
  values: ['class', 'labels', 'number', 'quantile'],
  frames: true,
  params,
  defaults: convDefaults,
  build({ inputShape, outputWidth, task }, settings) {
    const { spaceKernel } = settings;
    const list = new NodeList();
    list.add('times', 'timeToChannels');
    const wanted = [spaceKernel, spaceKernel, spaceKernel];
    addConvolutions(list, 'conv3d', { inputShape, task }, wanted, settings);
    if (!answersFrames({ task })) {
      addAnswer(list, outputWidth, settings);
      return list.toArch(inputShape);
    }
    list.add('toFrame', 'conv3d', { filters: inputShape.at(-1) ?? 1, kernel: [1, 1, 1], init: 'zeros' });
    addToLastFrame(list);
    return list.toArch(inputShape);
  },
  examples: [
    { inputShape: [16, 8, 8, 8, 1], outputWidth: 6, params: {} },
    {
      inputShape: [3, 4, 4, 2, 2],
      outputWidth: 64,
      task: 'forecast',
      params: { filters: [3], normalization: 'none' },
    },
  ],
};
