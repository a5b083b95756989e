import '@tensorflow/tfjs'; // registers every gradient and the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import '../../../test/support/ndKernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { deviceShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { normals, uniforms } from '../random/random';
import type { ForwardContext } from './layerDef';
import { layers } from './registry';
import { wholeNumbers } from './wholeNumbersForTest';

/** Away from 0, so that no difference crosses the kink of relu and its kind. */
const awayFromZero = (values: Float32Array) => values.map((x) => x + Math.sign(x) * 0.1);

// Its sums are of float64: differences are taken between values that are nearly equal.
beforeAll(async () => void (await tf.setBackend('cpu')));

for (const layer of layers.all) {
  describe(layer.title, () => {
    it.each(layer.examples.map((example, i) => ({ ...example, i })))(
      'example $i: shape rule and gradients, $params',
      async ({ inputs: shapes, params: raw, ids, around = 0, i }) => {
        const params = layer.params.parse(raw);
        const specs = layer.weights(shapes, params);
        const trainable = specs.filter((spec) => spec.trainable);
        const state = new Map(specs.filter((s) => !s.trainable).map((s) => [s.name, tf.ones(s.shape)]));
        const context: ForwardContext = {
          tf,
          training: true,
          nodeId: 'node',
          shapes,
          uniform: (shape) => tf.tensor(uniforms(1, 'mask', 0, sizeOf(shape)), shape),
          updateState: () => {},
        };
        const batch = 4;
        const variableShapes = [
          ...shapes.map((s) => deviceShape(s, batch)),
          ...trainable.map((s) => s.shape),
        ];
        const starts = variableShapes.map((shape, k) =>
          ids?.[k]
            ? wholeNumbers(i, ids[k], sizeOf(shape))
            : awayFromZero(normals(i, `v${k}`, 0, sizeOf(shape))).map((x) =>
                k < shapes.length ? x + around : x,
              ),
        );
        /** Those with a gradient. */
        const moving = variableShapes.flatMap((_, k) => (ids?.[k] ? [] : [k]));
        const outputShape = deviceShape(layer.inferShape(shapes, params), batch);
        const readout = tf.tensor(normals(i, 'readout', 0, sizeOf(outputShape)), outputShape);

        const value = (...tensors: tf.Tensor[]): tf.Scalar =>
          tf.tidy(() => {
            const weights = Object.fromEntries([
              ...state,
              ...trainable.map((spec, k) => [spec.name, tensors[shapes.length + k]] as const),
            ]) as Record<string, tf.Tensor>;
            const output = layer.forward(context, tensors.slice(0, shapes.length), weights, params);
            expect(output.shape).toEqual(outputShape);
            return tf.sum(tf.mul(output, readout)) as tf.Scalar;
          });
        const at = async (point: readonly Float32Array[]) => {
          const result = value(...point.map((data, k) => tf.tensor(data, variableShapes[k])));
          return (await result.data())[0] ?? Number.NaN;
        };

        const all = starts.map((data, k) => tf.tensor(data, variableShapes[k]));
        const gradients = tf.grads((...some: tf.Tensor[]) =>
          value(...all.map((tensor, k) => some[moving.indexOf(k)] ?? tensor)),
        )(moving.map((k) => all[k] as tf.Tensor));
        const epsilon = 5e-3;
        for (const [place, gradient] of gradients.entries()) {
          const k = moving[place] as number;
          const analytic = await gradient.data();
          for (let j = 0; j < analytic.length; j += 1 + Math.floor(analytic.length / 12)) {
            const moved = (by: number) =>
              starts.map((data, v) => (v === k ? data.map((x, u) => (u === j ? x + by : x)) : data));
            const numeric = ((await at(moved(epsilon))) - (await at(moved(-epsilon)))) / (2 * epsilon);
            const scale = Math.max(1, Math.abs(numeric));
            expect(Math.abs((analytic[j] ?? 0) - numeric) / scale, `variable ${k}, value ${j}`).toBeLessThan(
              4e-3,
            );
          }
        }
      },
    );
  });
}

describe('dropout', () => {
  const dropout = layers.get('dropout');
  const run = (training: boolean) =>
    dropout.forward(
      {
        tf,
        training,
        nodeId: 'drop',
        shapes: [[100]],
        uniform: (shape) => tf.tensor(uniforms(3, 'mask', 9, sizeOf(shape)), shape),
        updateState: () => {},
      },
      [tf.ones([100, 100])],
      {},
      { rate: 0.3 },
    );

  it('keeps the mean while training and changes nothing at prediction', async () => {
    const values = await run(true).data();
    const kept = values.filter((x) => x > 0);
    expect(kept.every((x) => Math.abs(x - 1 / 0.7) < 1e-6)).toBe(true);
    expect(kept.length / values.length).toBeCloseTo(0.7, 1);
    expect((await run(false).data()).every((x) => x === 1)).toBe(true);
  });
});

describe('batchNorm', () => {
  it('normalises a batch and moves its averages towards it', async () => {
    const layer = layers.get('batchNorm');
    const states = new Map<string, tf.Tensor>();
    const x = tf.tensor2d([[1], [3], [5], [7]]);
    const weights = {
      gamma: tf.ones([1]),
      beta: tf.zeros([1]),
      movingMean: tf.zeros([1]),
      movingVariance: tf.ones([1]),
    };
    const params = layer.params.parse({ momentum: 0.75 });
    const output = layer.forward(
      {
        tf,
        training: true,
        nodeId: 'n',
        shapes: [[1]],
        uniform: (shape) => tf.zeros(shape),
        updateState: (name, value) => states.set(name, value),
      },
      [x],
      weights,
      params,
    );
    expect([...(await output.data())].map((v) => v.toFixed(4))).toEqual([
      '-1.3416',
      '-0.4472',
      '0.4472',
      '1.3416',
    ]);
    expect([...((await states.get('movingMean')?.data()) ?? [])]).toEqual([1]); // 0.25 * 4
    expect([...((await states.get('movingVariance')?.data()) ?? [])]).toEqual([2]); // 0.75 * 1 + 0.25 * 5
  });
});
