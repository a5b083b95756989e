import type { LayerDef } from './layerDef';
import { type ConvTransposeParams, convTransposeLayer } from './convTransposeLayer';

export const convTranspose1d: LayerDef<ConvTransposeParams> = convTransposeLayer(1, [
  { inputs: [[3, 2]], params: { filters: 3 } },
  { inputs: [[4, 2]], params: { filters: 2, kernel: [4], stride: [2], cropBegin: [1], cropEnd: [1] } },
]);
