import { type ConvParams, convLayer } from './convLayer';
import type { LayerDef } from './layerDef';

export const conv2d: LayerDef<ConvParams> = convLayer(2, [
  { inputs: [[5, 4, 2]], params: { filters: 3, kernel: [3, 2], padBegin: [1, 0], padEnd: [1, 1] } },
  { inputs: [[6, 5, 4]], params: { filters: 2, stride: [2, 1], groups: 2, useBias: false } },
]);
