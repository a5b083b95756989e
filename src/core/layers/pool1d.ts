import { type PoolParams, poolLayer } from './poolLayer';
import type { LayerDef } from './layerDef';

export const pool1d: LayerDef<PoolParams> = poolLayer(1, [
  { inputs: [[6, 2]], params: {} },
  { inputs: [[7, 3]], params: { kind: 'average', size: [3], padBegin: [1], padEnd: [1] } },
]);
