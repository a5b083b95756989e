import { type ConvParams, convLayer } from './convLayer';
import type { LayerDef } from './layerDef';

export const conv4d: LayerDef<ConvParams> = convLayer(4, [
  {
    inputs: [[4, 3, 3, 2, 2]],
    params: { filters: 3, kernel: [3, 3, 3, 2], padBegin: [1, 1, 1, 0], padEnd: [1, 1, 1, 1] },
  },
  {
    inputs: [[5, 4, 3, 3, 4]],
    params: { filters: 4, kernel: [2, 2, 2, 2], stride: [2, 1, 2, 1], dilation: [2, 1, 1, 2], groups: 2 },
  },
  { inputs: [[3, 2, 2, 3, 2]], params: { filters: 3, kernel: [1, 2, 1, 3], useBias: false } },
  { inputs: [[4, 1, 2, 2, 1]], params: { filters: 2, kernel: [4, 1, 1, 1], activation: 'relu' } },
]);
