import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { smoothedDemand } from '../classics/croston';
import { demandForecast } from './demandForecast';

it('is Croston without a loop: equal to the recursion where demand rests', async () => {
  const [times, alpha, zero, std] = [60, 0.17, -0.4, 3];
  const raw = Array.from({ length: times }, (_, t) => (Math.sin(5 * t * t) > 0.3 ? 1 + (t % 4) : 0));
  for (const from of [0, 1, 7, times]) {
    const window = raw.map((value, t) => (t < from ? 0 : value));
    const one = (value: number) => tf.tensor1d([value]);
    const said = demandForecast.forward(
      {
        tf,
        training: false,
        nodeId: 'forecast',
        shapes: [[times, 1]],
        uniform: (shape) => tf.zeros(shape),
        updateState: () => {},
        addLoss: () => {},
      },
      [
        tf.tensor3d(
          window.map((value) => value / std + zero),
          [1, times, 1],
        ),
      ],
      { decay: one(Math.log1p(-alpha)), factor: one(0.9), zero: one(zero), least: one(0.5 / std) },
      { steps: 2 },
    );
    const { size, interval } = smoothedDemand(window, alpha);
    const expected = interval > 0 ? (0.9 * size) / interval : 0;
    const values = await said.data<'float32'>();
    expect(values).toHaveLength(2);
    for (const value of values) expect((value - zero) * std).toBeCloseTo(expected, 4);
  }
});
