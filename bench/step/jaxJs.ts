/** The same step in jax-js: loss, gradients and Adam in one jitted function. Channels come first there. */
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { gpt } from './gpt';
import { beginGpt } from './jaxGpt';
import { beginLstm } from './jaxLstm';
import {
  adam,
  classes,
  type Contestant,
  type Kernel,
  type Network,
  network,
  type NetworkName,
} from './network';

/** By name. */
export type Weights = Record<string, np.Array>;
type Layered = Exclude<Network, { kind: 'lstm' }>;
type State = { weights: Weights; m: Weights; v: Weights };

/** A network as a step takes it; `decay` of each weight, in the order of its leaves. */
export interface Begun {
  weights: Weights;
  x: np.Array;
  y: np.Array;
  lossOf(weights: Weights, input: np.Array, truth: np.Array): np.Array;
  decay?: boolean[];
}

export async function open(name: NetworkName | 'gpt', backend: string): Promise<Contestant> {
  const device = backend as 'webgpu' | 'wasm';
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no device ${device} here.`);
  defaultDevice(device);
  if (name === 'gpt') return contestant(beginGpt(), device, gpt.weightDecay);
  const given = network(name);
  return given.kind === 'lstm' ? contestant(beginLstm(given), device) : contestant(begin(given), device);
}

function contestant(begun: Begun, device: string, weightDecay = 0): Contestant {
  const { x, y, lossOf, decay } = begun;
  const update = jit(
    (state: State, input: np.Array, truth: np.Array, rate: np.Array, correction: np.Array) => {
      const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(state.weights), input, truth);
      const mix = (share: number) => (old: np.Array, value: np.Array) =>
        old.mul(share).add(value.mul(1 - share));
      const m = tree.map(mix(adam.beta1), state.m, tree.ref(gradients)) as Weights;
      const squares = tree.map((g: np.Array) => g.ref.mul(g), gradients);
      const v = tree.map(mix(adam.beta2), state.v, squares) as Weights;
      let leaf = 0;
      const weights = tree.map(
        (w: np.Array, mean: np.Array, square: np.Array) =>
          (weightDecay > 0 && decay?.[leaf++] ? w.mul(1 - adam.learningRate * weightDecay) : w).sub(
            mean.mul(rate.ref).div(np.sqrt(square).add(correction.ref)),
          ),
        state.weights,
        tree.ref(m),
        tree.ref(v),
      ) as Weights;
      rate.dispose();
      correction.dispose();
      return { loss, state: { weights, m, v } };
    },
  );

  const zeros = () => tree.map((leaf: np.Array) => np.zeros(leaf.shape), begun.weights) as Weights;
  let state: State = { weights: begun.weights, m: zeros(), v: zeros() };
  let count = 0;
  const step = (): np.Array => {
    count++;
    const correction = Math.sqrt(1 - adam.beta2 ** count);
    const rate = (adam.learningRate * correction) / (1 - adam.beta1 ** count);
    const next = update(state, x.ref, y.ref, np.array(rate), np.array(adam.epsilon * correction));
    state = next.state as State;
    return next.loss;
  };
  const settle = () =>
    Promise.all(tree.leaves(tree.ref(state)).map(async (leaf) => (await leaf.blockUntilReady()).dispose()));
  const losses = async (steps: number): Promise<number[]> => {
    const pending = Array.from({ length: steps }, step);
    const values: number[] = [];
    for (const loss of pending) values.push((await loss.data())[0] ?? Number.NaN);
    await settle();
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
      await settle();
      return performance.now() - start;
    },
  };
}

/** Logits [batch, classes] against shares of the same shape. */
export function crossEntropyOf(logits: np.Array, truth: np.Array, rows: number): np.Array {
  return nn
    .logSoftmax(logits)
    .mul(truth)
    .sum()
    .mul(-1 / rows);
}

export const truthOf = (labels: Int32Array, width = classes): np.Array =>
  nn.oneHot(np.array(labels, { dtype: np.int32 }), width);

function begin(given: Layered): Begun {
  const [height = 1, width = 1, channels = 1] = given.input;
  const shape = given.kind === 'cnn' ? [given.batch, channels, height, width] : [given.batch, height];
  const features = np.array(given.features);
  return {
    weights: firstWeights(given),
    x:
      given.kind === 'cnn4d'
        ? np.transpose(features.reshape([given.batch, ...given.input]), [0, 5, 1, 2, 3, 4])
        : features.reshape(shape),
    y: truthOf(given.labels),
    lossOf: (weights, input, truth) => crossEntropyOf(forward(given, weights, input), truth, given.batch),
  };
}

function forward(given: Layered, weights: Weights, input: np.Array): np.Array {
  let x = input;
  const take = (name: string) => weights[name] as np.Array;
  for (const i of given.conv.keys()) {
    const [kernel, bias] = [take(`conv${i}/kernel`), take(`conv${i}/bias`)];
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
  else if (given.conv.length > 0) x = np.transpose(x, [0, 2, 3, 1]).reshape([given.batch, -1]);
  for (const i of given.dense.keys()) {
    const y = np.matmul(x, take(`dense${i}/kernel`)).add(take(`dense${i}/bias`));
    x = i < given.dense.length - 1 ? nn.relu(y) : y;
  }
  return x;
}

function firstWeights({ conv, dense }: Layered): Weights {
  const layer = (name: string, { shape, values }: Kernel): [string, np.Array][] => {
    const kernel = np.array(new Float32Array(values)).reshape(shape);
    // [...axes, in, out] to [out, in, ...axes].
    const turned = [shape.length - 1, shape.length - 2, ...shape.slice(2).keys()];
    return [
      [`${name}/kernel`, shape.length > 2 ? np.transpose(kernel, turned) : kernel],
      [`${name}/bias`, np.zeros([shape.at(-1) ?? 1])],
    ];
  };
  return Object.fromEntries([
    ...conv.flatMap((kernel, i) => layer(`conv${i}`, kernel)),
    ...dense.flatMap((kernel, i) => layer(`dense${i}`, kernel)),
  ]);
}
