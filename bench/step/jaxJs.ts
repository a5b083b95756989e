/** The same step in jax-js: loss, gradients and Adam in one jitted function. Channels come first there. */
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import {
  adam,
  classes,
  type Contestant,
  type Kernel,
  type Network,
  network,
  type NetworkName,
} from './network';

type Layer = { kernel: np.Array; bias: np.Array };
type Weights = { conv: Layer[]; dense: Layer[] };
type Layered = Exclude<Network, { kind: 'lstm' }>;
type State = { weights: Weights; m: Weights; v: Weights };

export async function open(name: NetworkName, backend: string): Promise<Contestant> {
  const device = backend as 'webgpu' | 'wasm';
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no device ${device} here.`);
  defaultDevice(device);
  const given = network(name);
  if (given.kind === 'lstm') throw new Error('There is no such network here.');
  const [height = 1, width = 1, channels = 1] = given.input;
  const shape = given.kind === 'cnn' ? [given.batch, channels, height, width] : [given.batch, height];
  const features = np.array(given.features);
  const x =
    given.kind === 'cnn4d'
      ? np.transpose(features.reshape([given.batch, ...given.input]), [0, 5, 1, 2, 3, 4])
      : features.reshape(shape);
  const y = nn.oneHot(np.array(given.labels, { dtype: np.int32 }), classes);

  const lossOf = (weights: Weights, input: np.Array, truth: np.Array): np.Array => {
    const logits = forward(given, weights, input);
    return nn
      .logSoftmax(logits)
      .mul(truth)
      .sum()
      .mul(-1 / given.batch);
  };
  const update = jit(
    (state: State, input: np.Array, truth: np.Array, rate: np.Array, correction: np.Array) => {
      const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(state.weights), input, truth);
      const mix = (share: number) => (old: np.Array, value: np.Array) =>
        old.mul(share).add(value.mul(1 - share));
      const m = tree.map(mix(adam.beta1), state.m, tree.ref(gradients)) as Weights;
      const squares = tree.map((g: np.Array) => g.ref.mul(g), gradients);
      const v = tree.map(mix(adam.beta2), state.v, squares) as Weights;
      const weights = tree.map(
        (w: np.Array, mean: np.Array, square: np.Array) =>
          w.sub(mean.mul(rate.ref).div(np.sqrt(square).add(correction.ref))),
        state.weights,
        tree.ref(m),
        tree.ref(v),
      ) as Weights;
      rate.dispose();
      correction.dispose();
      return { loss, state: { weights, m, v } };
    },
  );

  let state = firstState(given);
  let count = 0;
  const step = (): np.Array => {
    count++;
    const correction = Math.sqrt(1 - adam.beta2 ** count);
    const rate = (adam.learningRate * correction) / (1 - adam.beta1 ** count);
    const next = update(state, x.ref, y.ref, np.array(rate), np.array(adam.epsilon * correction));
    state = next.state as State;
    return next.loss;
  };
  const losses = async (steps: number): Promise<number[]> => {
    const pending = Array.from({ length: steps }, step);
    const values: number[] = [];
    for (const loss of pending) values.push((await loss.data())[0] ?? Number.NaN);
    await Promise.all(
      tree.leaves(tree.ref(state)).map(async (leaf) => (await leaf.blockUntilReady()).dispose()),
    );
    return values;
  };
  return {
    detail: `jax-js, ${device}`,
    losses,
    async time(steps) {
      const start = performance.now();
      const pending = Array.from({ length: steps }, step);
      const last = pending.pop();
      for (const loss of pending) loss.dispose();
      await last?.data();
      await Promise.all(
        tree.leaves(tree.ref(state)).map(async (leaf) => (await leaf.blockUntilReady()).dispose()),
      );
      return performance.now() - start;
    },
  };
}

function forward(given: Layered, weights: Weights, input: np.Array): np.Array {
  let x = input;
  for (const { kernel, bias } of weights.conv) {
    if (given.kind === 'cnn4d') {
      const linear = lax.convGeneralDilated(x, kernel, [2, 2, 2, 2], 'SAME');
      x = nn.relu(linear.add(bias.reshape([1, -1, 1, 1, 1, 1])));
      continue;
    }
    const y = lax.convGeneralDilated(x, kernel, [1, 1], 'SAME').add(bias.reshape([1, -1, 1, 1]));
    const [batch = 1, channels = 1, height = 1, width = 1] = y.shape;
    x = np.max(nn.relu(y).reshape([batch, channels, height / 2, 2, width / 2, 2]), [3, 5]);
  }
  if (given.kind === 'cnn4d') x = np.mean(x, [2, 3, 4, 5]);
  else if (weights.conv.length > 0) x = np.transpose(x, [0, 2, 3, 1]).reshape([given.batch, -1]);
  weights.dense.forEach(({ kernel, bias }, i) => {
    const y = np.matmul(x, kernel).add(bias);
    x = i < weights.dense.length - 1 ? nn.relu(y) : y;
  });
  return x;
}

function firstState({ conv, dense }: Layered): State {
  const layer = ({ shape, values }: Kernel): Layer => {
    const kernel = np.array(new Float32Array(values)).reshape(shape);
    return {
      // [...axes, in, out] to [out, in, ...axes].
      kernel:
        shape.length > 2
          ? np.transpose(kernel, [shape.length - 1, shape.length - 2, ...shape.slice(2).keys()])
          : kernel,
      bias: np.zeros([shape.at(-1) ?? 1]),
    };
  };
  const weights: Weights = { conv: conv.map(layer), dense: dense.map(layer) };
  const zeros = () => tree.map((leaf: np.Array) => np.zeros(leaf.shape), weights) as Weights;
  return { weights, m: zeros(), v: zeros() };
}
