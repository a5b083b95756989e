import type { LayerDef } from './layerDef';
import { type ConvTransposeParams, convTransposeLayer } from './convTransposeLayer';

export const convTranspose3d: LayerDef<ConvTransposeParams> = convTransposeLayer(3, [
  { inputs: [[2, 1, 2, 2]], params: { filters: 2 } },
  {
    inputs: [[1, 2, 2, 1]],
    params: { filters: 2, kernel: [3, 1, 2], stride: [1, 2, 1], cropEnd: [1, 0, 0] },
  },
]);
