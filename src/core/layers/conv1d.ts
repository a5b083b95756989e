import { type ConvParams, convLayer } from './convLayer';
import type { LayerDef } from './layerDef';

export const conv1d: LayerDef<ConvParams> = convLayer(1, [
  { inputs: [[7, 2]], params: { filters: 3, padBegin: [1], padEnd: [1] } },
  { inputs: [[9, 4]], params: { filters: 4, kernel: [2], dilation: [3], stride: [2], groups: 2 } },
  // Causal: what a place sees lies before it.
  { inputs: [[6, 2]], params: { filters: 2, dilation: [2], padBegin: [4] } },
]);
