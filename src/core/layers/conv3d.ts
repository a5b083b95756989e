import { type ConvParams, convLayer } from './convLayer';
import type { LayerDef } from './layerDef';

export const conv3d: LayerDef<ConvParams> = convLayer(3, [
  { inputs: [[3, 4, 5, 2]], params: { filters: 2, kernel: [2, 3, 3], padEnd: [1, 1, 0] } },
  { inputs: [[4, 4, 4, 1]], params: { filters: 2, kernel: [2, 2, 2], stride: [2, 2, 2], useBias: false } },
]);
