/** The same convolution in jax-js on WebGPU, each pass jitted. Channels come first there. */
import { defaultDevice, grad, init, jit, lax, numpy as np } from '@jax-js/jax';
import { type ConvGeometry, inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import type { BenchedPass } from '#/core/bench/convShapes';
import { convNd } from '#/core/layers/convNdOp';
import type { TfBackend } from '#/engine/backends/tfBackend';

const wave = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));

/** Our numbers in their order: the last axis becomes the second. */
const channelsFirst = (values: Float32Array, shape: number[]): np.Array => {
  const last = shape.length - 1;
  return np.transpose(np.array(new Float32Array(values)).reshape(shape), [
    0,
    last,
    ...Array.from({ length: last - 1 }, (_, i) => i + 1),
  ]);
};

const kernelOf = (values: Float32Array, g: ConvGeometry): np.Array => {
  const rank = g.kernel.length;
  const shape = [...g.kernel, g.inChannels / g.groups, g.outChannels];
  return np.transpose(np.array(new Float32Array(values)).reshape(shape), [
    rank + 1,
    rank,
    ...Array.from({ length: rank }, (_, i) => i),
  ]);
};

const convolve = (g: ConvGeometry) => (x: np.Array, w: np.Array) =>
  lax.convGeneralDilated(
    x,
    w,
    [...g.stride],
    g.padBegin.map((begin, i) => [begin, g.padEnd[i] ?? 0] as [number, number]),
    {
      rhsDilation: [...g.dilation],
      featureGroupCount: g.groups,
    },
  );

let isReady = false;
async function ready(): Promise<void> {
  if (isReady) return;
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js has no WebGPU here.');
  defaultDevice('webgpu');
  isReady = true;
}

/** Throws unless both give the same forward sums. */
export async function checkEqual(backend: TfBackend, g: ConvGeometry): Promise<void> {
  await ready();
  const { tf } = backend;
  const x = wave(inputCount(g));
  const w = wave(weightCount(g));
  const [ours, theirs] = [
    await tf.tidy(() => convNd(tf, g, tf.tensor1d(x), tf.tensor1d(w))).data<'float32'>(),
    (await np
      .transpose(convolve(g)(channelsFirst(x, [g.batch, ...g.inSize, g.inChannels]), kernelOf(w, g)), [
        0,
        ...g.inSize.map((_, i) => i + 2),
        1,
      ])
      .data()) as Float32Array,
  ];
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < ours.length; i++) {
    worst = Math.max(worst, Math.abs((ours[i] as number) - (theirs[i] as number)));
    scale = Math.max(scale, Math.abs(ours[i] as number));
  }
  if (ours.length !== theirs.length || !(worst < 1e-4 * scale))
    throw new Error(`jax-js differs from ours by ${worst} of ${scale}.`);
}

/** One pass, compiled; `run` gives its milliseconds. */
export interface JaxPass {
  run(): Promise<number>;
  dispose(): void;
}

export async function prepareJax(g: ConvGeometry, pass: BenchedPass): Promise<JaxPass> {
  await ready();
  const x = channelsFirst(wave(inputCount(g)), [g.batch, ...g.inSize, g.inChannels]);
  const w = kernelOf(wave(weightCount(g)), g);
  const dy = channelsFirst(wave(outputCount(g)), [g.batch, ...g.outSize, g.outChannels]);
  const conv = convolve(g);
  const weighted = (a: np.Array, b: np.Array, c: np.Array) => conv(a, b).mul(c).sum();
  const forward = jit(conv);
  const toInput = jit((a: np.Array, b: np.Array, c: np.Array) =>
    grad((value: np.Array) => weighted(value, b, c))(a),
  );
  const toWeights = jit((a: np.Array, b: np.Array, c: np.Array) =>
    grad((value: np.Array) => weighted(a, value, c))(b),
  );
  const passes: Record<BenchedPass, () => np.Array> = {
    forward: () => forward(x.ref, w.ref),
    backwardInput: () => toInput(x.ref, w.ref, dy.ref),
    backwardWeights: () => toWeights(x.ref, w.ref, dy.ref),
  };
  const run = async () => {
    const start = performance.now();
    (await passes[pass]().blockUntilReady()).dispose();
    return performance.now() - start;
  };
  await run();
  return {
    run,
    dispose() {
      for (const array of [x, w, dy]) array.dispose();
    },
  };
}
