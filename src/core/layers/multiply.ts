import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { asValueOnnx } from './oneAxis';
import { twoInputs } from './twoInputs';

const params = z.strictObject({});

/** Whether the second is one number for each channel of the first. */
function isGate([first, second]: [number[], number[]]): boolean {
  if (first.join() === second.join()) return false;
  if (second.length === 1 && second[0] === first.at(-1)) return true;
  throw new TetradError({
    code: 'badInput',
    message: `[${first.join(', ')}] can be multiplied by a value of the same shape or by [${first.at(-1) ?? 1}], not by [${second.join(', ')}].`,
    place: 'inputs.1',
  });
}

export const multiply: LayerDef<z.infer<typeof params>> = {
  type: 'multiply',
  title: 'Multiply',
  summary:
    'The product of two values of one shape, or of a value and a number for each of its channels: a gate.',
  params,
  inferShape(inputs) {
    const pair = twoInputs(inputs);
    isGate(pair);
    return [...pair[0]];
  },
  weights: () => [],
  forward({ tf, shapes }, inputs) {
    const [x, by] = twoInputs(inputs);
    const pair = twoInputs(shapes);
    if (!isGate(pair)) return tf.mul(x, by);
    const [[...shape], [channels = 1]] = pair;
    const batch = batchOf(x, shape);
    const table = tf.reshape(x, [batch, sizeOf(shape) / channels, channels]);
    return tf.reshape(tf.mul(table, tf.reshape(by, [batch, 1, channels])), x.shape);
  },
  toOnnx(graph, inputs, _weights, _params, shapes) {
    const [x, by] = twoInputs(inputs);
    const pair = twoInputs(shapes);
    if (!isGate(pair)) return graph.node('Mul', [x, by]);
    const [[...shape], [channels = 1]] = pair;
    const table = reshape(graph, x, [-1, sizeOf(shape) / channels, channels]);
    return asValueOnnx(graph, graph.node('Mul', [table, reshape(graph, by, [-1, 1, channels])]), shape);
  },
  examples: [
    { inputs: [[3], [3]], params: {} },
    { inputs: [[2, 3, 2], [2]], params: {} },
    { inputs: [[2, 2, 1, 2, 3], [3]], params: {} },
  ],
};
