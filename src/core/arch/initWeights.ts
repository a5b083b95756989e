/** Starting weights: pure in (arch, seed). Each weight has its own random stream, by name. */
import type { HostWeight } from '../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../layers/registry';
import { breathe } from '../protocol/heartbeat';
import { normals, uniforms } from '../random/random';
import type { ArchSpec } from './archSpec';
import { orthogonalSquares } from './orthogonalSquares';
import { type ArchWeight, weightSpecs } from './shapes';
import { sizeOf } from './sizeOf';

export function initWeights(
  arch: ArchSpec,
  seed: number,
  layers: LayerRegistry = listedLayers,
): Map<string, HostWeight> {
  return new Map(
    weightSpecs(arch, layers).map((spec) => {
      breathe();
      return [spec.name, { shape: [...spec.shape], data: initialValues(spec, seed) }];
    }),
  );
}

function initialValues({ name, shape, init }: ArchWeight, seed: number): Float32Array {
  const count = sizeOf(shape);
  const stream = `init/${name}`;
  switch (init.kind) {
    case 'zeros':
      return new Float32Array(count);
    case 'ones':
      return new Float32Array(count).fill(1);
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (init.fanIn + init.fanOut));
      return uniforms(seed, stream, 0, count).map((u) => (2 * u - 1) * limit);
    }
    case 'heNormal': {
      const std = Math.sqrt(2 / init.fanIn);
      return normals(seed, stream, 0, count).map((z) => z * std);
    }
    case 'orthogonal':
      return orthogonalSquares(normals(seed, stream, 0, count), shape, init.square);
    case 'repeated':
      return Float32Array.from(
        { length: count },
        (_, i) => init.values[Math.floor(i / init.times) % init.values.length] ?? 0,
      );
  }
}
