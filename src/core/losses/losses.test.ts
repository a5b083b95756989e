import '@tensorflow/tfjs'; // registers every gradient and the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { normals } from '../random/random';
import fixture from '../../../test/fixtures/torchLosses.json';
import { meanLoss } from './meanLoss';
import { losses, lossFor } from './registry';

const targetOf = (value: string, values: number[]) =>
  value === 'class' || value === 'tokens' ? tf.tensor1d(values, 'int32') : tf.tensor1d(values, 'float32');

for (const loss of losses.all) {
  describe(loss.title, () => {
    const value = (output: tf.Tensor, target: tf.Tensor, settings: object = {}, smoothing = 0) =>
      tf.tidy(() =>
        meanLoss(tf, { loss, params: loss.params.parse(settings), smoothing }, output, target),
      ) as tf.Scalar;

    it.each(loss.examples)('of %j', async ({ output, target, expected, params, smoothing }) => {
      const result = value(tf.tensor2d(output), targetOf(loss.value, target), params, smoothing);
      expect(result.shape).toEqual([]);
      const [got] = await result.data();
      expect(Math.abs((got ?? Number.NaN) - expected)).toBeLessThanOrEqual(
        1e-5 * Math.max(1, Math.abs(expected)),
      );
    });

    const isNumber = loss.value === 'number' || loss.value === 'quantile';
    const width = loss.outputWidth(isNumber ? 0 : loss.outputWidth(5) === 1 ? 2 : 5);
    const rows = 6;
    const target = targetOf(
      loss.value,
      isNumber
        ? [...normals(2, 'target', 0, rows)]
        : Array.from({ length: loss.value === 'labels' ? rows * width : rows }, (_, i) =>
            loss.value === 'labels' ? Number(i % 3 === 0) : i % Math.max(width, 2),
          ),
    );

    it('has the gradient that differences show', async () => {
      const start = normals(1, 'output', 0, rows * width).map((x) => 2 * x);
      const at = async (data: Float32Array) =>
        (await value(tf.tensor(data, [rows, width]), target).data())[0] ?? Number.NaN;
      const gradient = tf.grad((x: tf.Tensor) => value(x, target))(tf.tensor(start, [rows, width]));
      for (const [i, analytic] of [...(await gradient.data())].entries()) {
        const moved = (by: number) => start.map((x, j) => (j === i ? x + by : x));
        const numeric = ((await at(moved(5e-3))) - (await at(moved(-5e-3)))) / 1e-2;
        expect(Math.abs(analytic - numeric), `value ${i}`).toBeLessThan(1e-3);
      }
    });

    it.each([0, 1e-30, 1e4, -1e4, 1e15, -1e15])('stays finite at %d', async (extreme) => {
      const output = tf.tensor(
        Float32Array.from({ length: rows * width }, (_, i) => (i % 2 ? -extreme : extreme)),
        [rows, width],
      );
      const gradient = tf.grad((x: tf.Tensor) => value(x, target))(output);
      expect((await value(output, target).data()).every(Number.isFinite)).toBe(true);
      expect((await gradient.data()).every(Number.isFinite)).toBe(true);
    });
  });
}

describe('equal to PyTorch', () => {
  it.each(fixture.cases)('$loss $params, smoothing $smoothing', async (entry) => {
    const loss = losses.get(entry.loss);
    const target = targetOf(loss.value, entry.target);
    const settings = {
      loss,
      params: loss.params.parse(entry.params),
      smoothing: entry.smoothing,
      classWeights: entry.weights ? tf.tensor1d(entry.weights) : undefined,
    };
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => meanLoss(tf, settings, x, target) as tf.Scalar)(
      tf.tensor2d(entry.output),
    );
    expect((await value.data())[0]).toBeCloseTo(entry.value, 5);
    (await grad.data()).forEach((slope, i) => expect(slope).toBeCloseTo(entry.gradient[i] ?? Number.NaN, 5));
  });
});

describe('lossFor', () => {
  const classes = { type: 'classification', target: 'species', labels: ['a', 'b', 'c'] } as const;
  const task = { ...classes, labels: [...classes.labels] };

  it('chooses by task', () => {
    expect(lossFor('auto', task).type).toBe('crossEntropy');
    expect(lossFor('auto', { type: 'regression', target: 'y' }).type).toBe('mse');
  });

  it('refuses what does not fit', () => {
    expect(() => lossFor('mse', task)).toThrow('number');
    expect(() => lossFor('binaryCrossEntropy', task)).toThrow('has 3');
    expect(() => lossFor('nope', task)).toThrow('no loss "nope"');
  });
});
