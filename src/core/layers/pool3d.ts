import { type PoolParams, poolLayer } from './poolLayer';
import type { LayerDef } from './layerDef';

export const pool3d: LayerDef<PoolParams> = poolLayer(3, [
  { inputs: [[4, 2, 3, 2]], params: { size: [2, 2, 3] } },
]);
