import type { LayerDef } from './layerDef';
import { type UpsampleParams, upsampleLayer } from './upsampleLayer';

export const upsample1d: LayerDef<UpsampleParams> = upsampleLayer(1, [
  { inputs: [[3, 2]], params: {} },
  { inputs: [[4, 2]], params: { factor: [3], mode: 'linear' } },
]);
