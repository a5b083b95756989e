import type { LayerDef } from './layerDef';
import { type UpsampleParams, upsampleLayer } from './upsampleLayer';

export const upsample4d: LayerDef<UpsampleParams> = upsampleLayer(4, [
  { inputs: [[2, 1, 3, 2, 2]], params: {} },
  { inputs: [[2, 2, 1, 2, 1]], params: { factor: [1, 3, 2, 1] } },
  { inputs: [[2, 2, 1, 2, 2]], params: { factor: [2, 1, 1, 2], mode: 'linear' } },
]);
