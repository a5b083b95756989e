import { type PoolParams, poolLayer } from './poolLayer';
import type { LayerDef } from './layerDef';

export const pool4d: LayerDef<PoolParams> = poolLayer(4, [
  { inputs: [[4, 4, 2, 2, 2]], params: {} },
  {
    inputs: [[5, 3, 4, 2, 2]],
    params: {
      kind: 'average',
      size: [3, 2, 2, 1],
      stride: [2, 1, 2, 1],
      padBegin: [1, 0, 1, 0],
      padEnd: [1, 1, 0, 0],
    },
  },
  { inputs: [[3, 4, 2, 2, 1]], params: { size: [1, 2, 2, 2], stride: [1, 2, 1, 2] } },
]);
