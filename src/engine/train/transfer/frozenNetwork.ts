/** The first layers of a network as the part that stands still: their statistics do too. */
import type { ArchSpec } from '#/core/arch/archSpec';
import { compileForward } from '#/core/arch/compileForward';
import { evaluateRows } from '#/core/arch/evaluateRows';
import { sampleShape } from '#/core/arch/inputParts';
import { inferShapes } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Tensor } from '#/core/layers/layerDef';
import type { NamedWeights } from '../trainSpec';
import type { FrozenPart } from './cachedSplits';

export function frozenNetwork(front: ArchSpec, weights: NamedWeights): FrozenPart {
  const shapes = inferShapes(front);
  const makes = shapes.get(front.outputs[0]?.node ?? '') ?? [];
  return {
    takes: sampleShape(front),
    makes,
    rowsAtOnce: evaluateRows(Math.max(...[...shapes.values()].map(sizeOf))),
    async open({ tf }) {
      const forward = compileForward(front, tf);
      const tensors = new Map(
        [...weights].map(([name, { data, shape }]) => [name, tf.tensor(data, shape, 'float32')]),
      );
      return {
        async run(input) {
          const output = tf.tidy(() => forward([input], tensors, { training: false })[0] as Tensor);
          try {
            return (await output.data<'float32'>()).slice();
          } finally {
            output.dispose();
          }
        },
        dispose: () => tf.dispose([...tensors.values()]),
      };
    },
  };
}
