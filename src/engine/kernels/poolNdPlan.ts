/** The kernels of a max or average pool for its geometry. Buffers by role: x, y; backward: x, dy, dx. */
import { type ConvGeometry, inputCount, outputCount } from '#/core/arch/convGeometry';
import type { PoolKind } from '#/core/layers/poolNdOp';
import pool from '../../../shaders/convNd/pool.wgsl?raw';
import type { KernelPlan } from './dispatch';
import { dispatchOver, shaderGeometry } from './shaderGeometry';

export function planPoolNd(pass: 'forward' | 'backward', kind: PoolKind, geometry: ConvGeometry): KernelPlan {
  const bindings = pass === 'forward' ? ['x', undefined, 'y'] : ['x', 'dy', 'dx'];
  const elements = pass === 'forward' ? outputCount(geometry) : inputCount(geometry);
  const constants = { average: Number(kind === 'average') };
  return {
    dispatches: [dispatchOver(shaderGeometry(geometry), pool, pass, bindings, elements, constants)],
    scratch: new Map(),
  };
}
