import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { axesOf, axisNumbers } from './axisParams';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  factor: axisNumbers(4, 1, 2).meta({ label: 'Factor' }),
});

/** The axes to repeat, last first: [axis size, factor, values behind the axis as it then is]. */
function repeats(shape: readonly number[], factor: readonly number[]): [number, number, number][] {
  const { size, channels } = axesOf(shape, 4);
  const steps: [number, number, number][] = [];
  let behind = channels;
  for (let axis = 3; axis >= 0; axis--) {
    const [n = 1, times = 1] = [size[axis], factor[axis]];
    if (times > 1) steps.push([n, times, behind]);
    behind *= n * times;
  }
  return steps;
}

const grown = (shape: readonly number[], factor: readonly number[]): number[] => [
  ...axesOf(shape, 4).size.map((n, axis) => n * (factor[axis] ?? 1)),
  shape.at(-1) ?? 1,
];

export const upsample4d: LayerDef<z.infer<typeof params>> = {
  type: 'upsample4d',
  title: 'Upsample 4-D',
  summary: 'Repeats every value along time and space: the way back from a pool.',
  params,
  inferShape: (inputs, { factor }) => grown(oneShape(inputs), factor),
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, { factor }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    let values = x;
    for (const [n, times, behind] of repeats(shape, factor))
      values = tf.mul(tf.reshape(values, [-1, n, 1, behind]), tf.ones([1, 1, times, 1]));
    return tf.reshape(values, deviceShape(grown(shape, factor), batchOf(x, shape)));
  },
  toOnnx(graph, inputs, _weights, { factor }, shapes) {
    const shape = oneShape(shapes);
    let values = oneInput(inputs);
    for (const [n, times, behind] of repeats(shape, factor)) {
      const target = graph.constant('int64', [4], BigInt64Array.of(1n, 1n, BigInt(times), 1n), 'factor');
      values = graph.node('Expand', [reshape(graph, values, [-1, n, 1, behind]), target]);
    }
    return reshape(graph, values, onnxShape(grown(shape, factor)));
  },
  examples: [
    { inputs: [[2, 1, 3, 2, 2]], params: {} },
    { inputs: [[2, 2, 1, 2, 1]], params: { factor: [1, 3, 2, 1] } },
  ],
};
