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
    const inputOf = (features: Float32Array, rows: number) =>
      tf.tensor(features, deviceShape(shape, rows), 'float32');
    return {
      async run(features, rows) {
        const output = compute(() =>
          tf.tidy(() => {
            const input = inputOf(features, rows);
            return forward([input], weights, { training: false })[0] as Tensor;
          }),
        );
        try {
          return (await output.data<'float32'>()).slice();
        } finally {
          output.dispose();
        }
      },
      async activations(features, rows, names, arch) {
        const pass = arch ? compileForward(arch, tf) : forward;
        const wanted = new Set(names);
        const seen = compute(() =>
          tf.tidy(() => {
            const seen: Record<string, Tensor> = {};
            const observe = (name: string, value: Tensor) => {
              if (wanted.has(name)) seen[name] = value;
            };
            pass([inputOf(features, rows)], weights, { training: false, observe, inside: observe });
            return seen;
          }),
        );
        try {
          const read = Object.entries(seen).map(
            async ([name, tensor]) =>
              [name, { shape: tensor.shape, values: (await tensor.data<'float32'>()).slice() }] as const,
          );
          return new Map(await Promise.all(read));
        } finally {
          tf.dispose(seen);
        }
      },
      dispose: () => tf.dispose([...weights.values()]),
    };
  },
});
