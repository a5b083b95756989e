/** tfjs-layers as its documentation uses it: model.compile, then trainOnBatch, which reads the loss of every step. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import {
  adam,
  classes,
  type Contestant,
  type Kernel,
  type Network,
  network,
  type NetworkName,
} from './network';

export async function open(name: NetworkName, backend: string): Promise<Contestant> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here.`);
  const given = network(name);
  const model = build(given);
  model.compile({
    optimizer: tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon),
    loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits),
  });
  const x = tf.tensor(given.features, [given.batch, ...given.input]);
  const y = tf.oneHot(tf.tensor1d(given.labels, 'int32'), classes).toFloat();
  const step = async () => (await model.trainOnBatch(x, y)) as number;
  return {
    detail: `tfjs-layers ${tf.version_core}, ${tf.getBackend()}`,
    async losses(steps) {
      const values: number[] = [];
      for (let i = 0; i < steps; i++) values.push(await step());
      return values;
    },
    async time(steps) {
      const start = performance.now();
      for (let i = 0; i < steps; i++) await step();
      return performance.now() - start;
    },
  };
}

function build(given: Network): tf.Sequential {
  if (given.kind === 'lstm') return buildLstm(given);
  const { input, conv, dense } = given;
  const model = tf.sequential();
  const layers = [...conv, ...dense];
  layers.forEach(({ shape }, i) => {
    const inputShape = i === 0 ? { inputShape: input } : {};
    const last = i === layers.length - 1;
    if (i < conv.length) {
      const filters = shape.at(-1) ?? 1;
      model.add(
        tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...inputShape }),
      );
      model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
      if (i === conv.length - 1) model.add(tf.layers.flatten());
      return;
    }
    const units = shape.at(-1) ?? 1;
    model.add(tf.layers.dense({ units, activation: last ? 'linear' : 'relu', ...inputShape }));
  });
  model.setWeights(
    layers.flatMap(({ shape, values }) => [tf.tensor(values, shape), tf.zeros([shape.at(-1) ?? 1])]),
  );
  return model;
}

/** There the gates are i, f, g, o. */
function buildLstm({ input, dense, lstm }: Extract<Network, { kind: 'lstm' }>): tf.Sequential {
  const units = lstm.recurrent.shape[0] ?? 1;
  const model = tf.sequential();
  model.add(tf.layers.lstm({ units, inputShape: input, recurrentActivation: 'sigmoid' }));
  model.add(tf.layers.dense({ units: classes }));
  const turned = ({ shape, values }: Kernel) => {
    const [i, o, f, g] = tf.split(tf.tensor(values, shape), 4, 1) as tf.Tensor[];
    return tf.concat([i, f, g, o] as tf.Tensor[], 1);
  };
  const [last] = dense as [Kernel];
  model.setWeights([
    turned(lstm.kernel),
    turned(lstm.recurrent),
    tf.zeros([4 * units]),
    tf.tensor(last.values, last.shape),
    tf.zeros([classes]),
  ]);
  return model;
}
