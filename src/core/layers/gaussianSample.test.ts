import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { sizeOf } from '../arch/sizeOf';
import { uniforms } from '../random/random';
import { gaussianSample } from './gaussianSample';

const rows = 4000;
const [mean, log] = [0.7, -0.5];

function run(training: boolean, weight = 2) {
  const added: tf.Tensor[] = [];
  let draws = 0;
  const output = gaussianSample.forward(
    {
      tf,
      training,
      nodeId: 'latent',
      shapes: [[2]],
      uniform: (shape) => tf.tensor(uniforms(5, 'latent', draws++, sizeOf(shape)), shape),
      updateState: () => {},
      addLoss: (value) => added.push(value),
    },
    [tf.tensor2d(Array.from({ length: rows }, () => [mean, log]))],
    {},
    { weight },
  );
  return { output, added };
}

it('draws by the mean and the variance while training, and answers with the mean', async () => {
  const values = Array.from(await run(true).output.data<'float32'>());
  const middle = values.reduce((sum, value) => sum + value, 0) / rows;
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / rows;
  expect(Math.abs(middle - mean)).toBeLessThan(4 * Math.sqrt(Math.exp(log) / rows));
  expect(variance).toBeCloseTo(Math.exp(log), 1);
  const answers = await run(false).output.data<'float32'>();
  for (const value of answers) expect(value).toBeCloseTo(mean, 6);
});

it.each([true, false])(
  'adds the divergence from the standard normal distribution, training: %s',
  async (training) => {
    // Kingma and Welling 2013, appendix B.
    const nats = -0.5 * (1 + log - mean ** 2 - Math.exp(log));
    const { added } = run(training);
    expect(added).toHaveLength(1);
    expect((await added[0]?.data())?.[0]).toBeCloseTo(2 * nats, 4);
    expect(run(training, 0).added).toHaveLength(0);
  },
);
