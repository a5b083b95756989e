import type { LayerDef } from './layerDef';
import { type ConvTransposeParams, convTransposeLayer } from './convTransposeLayer';

export const convTranspose2d: LayerDef<ConvTransposeParams> = convTransposeLayer(2, [
  { inputs: [[2, 3, 2]], params: { filters: 3 } },
  {
    inputs: [[3, 2, 3]],
    params: {
      filters: 2,
      kernel: [3, 2],
      stride: [2, 1],
      dilation: [1, 2],
      cropBegin: [1, 0],
      useBias: false,
    },
  },
]);
