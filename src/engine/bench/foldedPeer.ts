/** What tfjs alone can do: conv3d over space with the taps of time side by side in the channels. */
import { type ConvGeometry, inputCount, weightCount } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import type { BenchedPass } from '#/core/bench/convShapes';
import { convNd } from '#/core/layers/convNdOp';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { TetradError } from '#/core/protocol/errors';
import type { TfBackend } from '#/engine/backends/tfBackend';

/** Milliseconds of each pass; throws when its sums are not ours. */
export async function measureFolded(
  backend: TfBackend,
  g: ConvGeometry,
): Promise<Record<BenchedPass, number>> {
  const { tf } = backend;
  const device = backend.device as GPUDevice;
  const [time, kernelTime, stride] = [g.inSize[0] ?? 1, g.kernel[0] ?? 1, g.stride[0] ?? 1];
  const [outTime, before, after] = [g.outSize[0] ?? 1, g.padBegin[0] ?? 0, g.padEnd[0] ?? 0];
  const space = g.inSize.slice(1);
  const volume = sizeOf(space);
  const x = tf.tensor(
    Float32Array.from({ length: inputCount(g) }, (_, i) => Math.sin(i)),
    [g.batch, time, volume * g.inChannels],
  );
  const w = tf.tensor(
    Float32Array.from({ length: weightCount(g) }, (_, i) => Math.sin(i)),
    [kernelTime, sizeOf(g.kernel.slice(1)), g.inChannels, g.outChannels],
  );
  const unfolded = tf.tidy(() => {
    const padded = tf.pad(x, [
      [0, 0],
      [before, after],
      [0, 0],
    ]);
    const taps = Array.from({ length: kernelTime }, (_, tap) => {
      const steps = Array.from({ length: outTime }, (_, o) =>
        tf.slice(padded, [0, o * stride + tap, 0], [-1, 1, -1]),
      );
      return tf.reshape(tf.concat(steps, 1), [g.batch * outTime, volume, g.inChannels]);
    });
    return tf.reshape(tf.concat(taps, 2), [g.batch * outTime, ...space, kernelTime * g.inChannels]);
  });
  const kernel = tf.tidy(() =>
    tf.reshape(tf.transpose(w, [1, 0, 2, 3]), [
      ...g.kernel.slice(1),
      kernelTime * g.inChannels,
      g.outChannels,
    ]),
  );
  const edge = g.padBegin[1] ?? 0;
  const run = (xt: Tensor, wt: Tensor): Tensor =>
    tf.conv3d(padSpace(tf, xt, edge) as never, wt as never, g.stride.slice(1) as never, 'valid');
  const ours = tf.tidy(() => convNd(tf, g, tf.reshape(x, [-1]), tf.reshape(w, [-1])));
  const gap = tf.tidy(() =>
    tf.max(tf.abs(tf.sub(tf.reshape(run(unfolded, kernel), [-1]), tf.reshape(ours, [-1])))),
  );
  const worst = (await gap.data<'float32'>())[0] ?? Number.NaN;
  await backend.guard.settle();
  backend.guard.check();
  if (!(worst < 1e-3))
    throw new TetradError({ code: 'internal', message: `tfjs conv3d differs from ours by ${worst}.` });
  const best = async (compute: () => Tensor): Promise<number> => {
    let ms = Number.POSITIVE_INFINITY;
    // Once is enough where it takes seconds.
    for (let i = 0; i < 2 && (i === 0 || ms < 2000); i++) {
      await device.queue.onSubmittedWorkDone();
      const start = performance.now();
      const result = tf.tidy(() => tf.reshape(tf.slice(tf.reshape(compute(), [-1]), [0], [1]), []));
      await result.data();
      ms = Math.min(ms, performance.now() - start);
      result.dispose();
    }
    return ms;
  };
  const dy = tf.reshape(ours, [g.batch * outTime, ...g.outSize.slice(1), g.outChannels]);
  const forward = await best(() => run(unfolded, kernel));
  const backwardInput = await best(() => tf.grad((xt) => run(xt, kernel))(unfolded, dy));
  const backwardWeights = await best(() => tf.grad((wt) => run(unfolded, wt))(kernel, dy));
  tf.dispose([x, w, unfolded, kernel, ours, dy, gap]);
  // A gradient runs the forward pass first.
  return { forward, backwardInput: backwardInput - forward, backwardWeights: backwardWeights - forward };
}

/** tfjs-webgpu cannot pad rank 5 (its shader does not compile), so the last two axes travel as one. */
function padSpace(tf: Ops, x: Tensor, edge: number): Tensor {
  const [n, sx, sy, sz, c] = x.shape as [number, number, number, number, number];
  const pad: [number, number] = [edge, edge];
  const rows = tf.pad(tf.reshape(x, [n, sx, sy, sz * c]), [[0, 0], pad, pad, [edge * c, edge * c]]);
  return tf.reshape(rows, [n, sx + 2 * edge, sy + 2 * edge, sz + 2 * edge, c]);
}
