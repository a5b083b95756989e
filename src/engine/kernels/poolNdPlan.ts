/** The kernels of a max or average pool for its geometry. Buffers by role: x, y; backward: x, dy, dx. */
import { type ConvGeometry, inputCount, outputCount } from '#/core/arch/convGeometry';
import type { PoolKind } from '#/core/layers/poolNdOp';
import pool from '../../../shaders/convNd/pool.wgsl?raw';
import type { KernelPlan } from './dispatch';
import { dispatchOver, shaderGeometry } from './shaderGeometry';

export function planPoolNd(pass: 'forward' | 'backward', kind: PoolKind, geometry: ConvGeometry): KernelPlan {
  const bindings = pass === 'forward' ? ['x', undefined, 'y'] : ['x', 'dy', 'dx'];
  const entryPoint = pass === 'backward' && tiles(geometry) ? 'backwardTiles' : pass;
  const invocations = entryPoint === 'backward' ? inputCount(geometry) : outputCount(geometry);
  const constants = { average: Number(kind === 'average') };
  return {
    dispatches: [
      dispatchOver(shaderGeometry(geometry), { source: pool, entryPoint, bindings, invocations, constants }),
    ],
    scratch: new Map(),
  };
}

/** Every input position lies in exactly one window. */
const tiles = ({ inSize, outSize, kernel, stride, dilation, padBegin }: ConvGeometry): boolean =>
  inSize.every(
    (size, axis) =>
      kernel[axis] === stride[axis] &&
      (dilation[axis] === 1 || kernel[axis] === 1) &&
      padBegin[axis] === 0 &&
      (outSize[axis] ?? 0) * (stride[axis] ?? 1) === size,
  );
