import type { LayerDef } from './layerDef';
import { type UpsampleParams, upsampleLayer } from './upsampleLayer';

export const upsample3d: LayerDef<UpsampleParams> = upsampleLayer(3, [
  { inputs: [[2, 1, 3, 2]], params: { factor: [1, 2, 2] } },
  { inputs: [[2, 2, 2, 1]], params: { mode: 'linear' } },
]);
