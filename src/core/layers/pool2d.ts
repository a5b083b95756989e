import { type PoolParams, poolLayer } from './poolLayer';
import type { LayerDef } from './layerDef';

export const pool2d: LayerDef<PoolParams> = poolLayer(2, [
  { inputs: [[4, 6, 2]], params: {} },
  { inputs: [[5, 5, 2]], params: { kind: 'average', size: [3, 2], padBegin: [1, 1], padEnd: [1, 0] } },
]);
