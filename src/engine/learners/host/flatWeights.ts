/** Weights of a network that were found one after the other, in the order in which it lists them, packed by name. */
import type { ArchSpec } from '#/core/arch/archSpec';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { packWeights } from '#/core/bodies/tensorBlob';

export function packFlatWeights(arch: ArchSpec, weights: ArrayLike<number>): ReturnType<typeof packWeights> {
  const data = Float32Array.from(weights);
  let at = 0;
  return packWeights(
    new Map(
      weightSpecs(arch).map(({ name, shape }) => {
        const size = sizeOf(shape);
        at += size;
        return [name, { shape, data: data.subarray(at - size, at) }];
      }),
    ),
  );
}
