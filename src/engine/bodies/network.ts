/** A network as a function of tfjs-core, its weights on the device. */
import { compileForward } from '#/core/arch/compileForward';
import { deviceShape } from '#/core/arch/deviceShape';
import { decoderOf, latentOf } from '#/core/arch/latentOf';
import { parseArch } from '#/core/arch/parseArch';
import { type NetworkBody, network as def } from '#/core/bodies/network';
import type { Tensor } from '#/core/layers/layerDef';
import { defineBodyEngine } from './bodyEngine';
import { gradientsOf } from './networkGradient';

export const network = defineBodyEngine<NetworkBody>({
  type: def.type,
  open(spec, tensors, { tf, compute }) {
    const own = parseArch(spec.arch);
    const shape = def.inputShape(spec);
    const weights = compute(
      () => new Map([...tensors].map(([name, { data, shape }]) => [name, tf.tensor(data, shape, 'float32')])),
    );
    const forward = compileForward(own, tf);
    /** Values in, one of the outputs out. */
    const runner =
      (pass: typeof forward, shape: readonly number[], place = 0) =>
      async (values: Float32Array, rows: number): Promise<Float32Array> => {
        const output = compute(() =>
          tf.tidy(() => {
            const input = tf.tensor(values, deviceShape(shape, rows), 'float32');
            return pass([input], weights, { training: false })[place] as Tensor;
          }),
        );
        try {
          return (await output.data<'float32'>()).slice();
        } finally {
          output.dispose();
        }
      };
    const latent = latentOf(own);
    return {
      run: runner(forward, shape),
      ...(latent && {
        encode: runner(forward, shape, latent.place),
        decode: runner(compileForward(decoderOf(own, latent), tf), [latent.width]),
      }),
      gradient: gradientsOf({ arch: own, forward, weights, shape, tf, compute }),
      async activations(features, rows, names, arch) {
        const pass = arch ? compileForward(arch, tf) : forward;
        const wanted = new Set(names);
        const seen = compute(() =>
          tf.tidy(() => {
            const seen: Record<string, Tensor> = {};
            const observe = (name: string, value: Tensor) => {
              if (wanted.has(name)) seen[name] = value;
            };
            const input = tf.tensor(features, deviceShape(shape, rows), 'float32');
            pass([input], weights, { training: false, observe, inside: observe });
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
