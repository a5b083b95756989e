/** A network as a function of tfjs-core, its weights on the device. */
import { compileForward } from '#/core/arch/compileForward';
import { deviceShape } from '#/core/arch/deviceShape';
import { parseArch } from '#/core/arch/parseArch';
import { type NetworkBody, network as def } from '#/core/bodies/network';
import type { Tensor } from '#/core/layers/layerDef';
import { defineBodyEngine } from './bodyEngine';

export const network = defineBodyEngine<NetworkBody>({
  type: def.type,
  open(spec, tensors, { tf, compute }) {
    const forward = compileForward(parseArch(spec.arch), tf);
    const shape = def.inputShape(spec);
    const weights = compute(
      () => new Map([...tensors].map(([name, { data, shape }]) => [name, tf.tensor(data, shape, 'float32')])),
    );
    return {
      async run(features, rows) {
        const output = compute(() =>
          tf.tidy(() => {
            const input = tf.tensor(features, deviceShape(shape, rows), 'float32');
            return forward([input], weights, { training: false })[0] as Tensor;
          }),
        );
        try {
          return (await output.data<'float32'>()).slice();
        } finally {
          output.dispose();
        }
      },
      dispose: () => tf.dispose([...weights.values()]),
    };
  },
});
