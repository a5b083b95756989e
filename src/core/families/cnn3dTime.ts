import { z } from 'zod';
import { inferShapes } from '../arch/shapes';
import {
  addAnswer,
  addNormAndRelu,
  addToLastFrame,
  convDefaults,
  convSettings,
  sameKernel,
} from './convSettings';
import type { FamilyDef } from './familyDef';
import { NodeList } from './nodeList';

const params = z.strictObject(convSettings);

/** The ablation of cnn4d: the same convolutions in space, but each time is a channel of its own. */
export const cnn3dTime: FamilyDef<z.infer<typeof params>> = {
  type: 'cnn3dTime',
  title: '3-D convolution, time as channels',
  summary: 'Kernels over space only, each time a channel: the fair test of whether 4-D pays.',
  datasets: ['spacetime4d'],
  tasks: ['classification', 'regression', 'forecast'],
  params,
  defaults: convDefaults,
  build({ inputShape, outputWidth, task }, settings) {
    const { filters, spaceKernel, normalization } = settings;
    const list = new NodeList();
    list.add('times', 'timeToChannels');
    const wanted = [spaceKernel, spaceKernel, spaceKernel];
    const sizeNow = () => (inferShapes(list.toArch(inputShape)).get(list.last) ?? []).slice(0, -1);
    for (const [i, count] of filters.entries()) {
      const inSize = sizeNow();
      const stride = inSize.map((size) => (task !== 'forecast' && size >= 4 ? 2 : 1));
      const number = i + 1;
      list.add(`conv${number}`, 'conv3d', { filters: count, ...sameKernel(inSize, wanted, stride) });
      addNormAndRelu(list, number, normalization);
    }
    if (task !== 'forecast') {
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
