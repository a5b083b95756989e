import type { LayerDef } from './layerDef';
import { type UpsampleParams, upsampleLayer } from './upsampleLayer';

export const upsample2d: LayerDef<UpsampleParams> = upsampleLayer(2, [
  { inputs: [[2, 3, 2]], params: {} },
  { inputs: [[3, 1, 2]], params: { factor: [2, 3], mode: 'linear' } },
]);
