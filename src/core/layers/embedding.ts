import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { castTo } from '../onnx/dtypes';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { needWeight, oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  vocabulary: z.int().min(2).max(1_000_000).default(8000).meta({ label: 'Vocabulary' }),
  width: z.int().min(1).max(4096).default(32).meta({ label: 'Width', hint: 'Numbers per token.' }),
});

export const embedding: LayerDef<z.infer<typeof params>> = {
  type: 'embedding',
  title: 'Embedding',
  summary: 'Looks up a vector for each token id. Id 0 fills up short sequences: its vector is zero.',
  params,
  inferShape: (inputs, { width }) => [...oneShape(inputs), width],
  weights: (_inputs, { vocabulary, width }) => [
    {
      name: 'table',
      shape: [vocabulary, width],
      init: { kind: 'glorotUniform', fanIn: width, fanOut: width },
      trainable: true,
      decay: true,
    },
  ],
  forward({ tf, shapes }, inputs, weights, { width }) {
    const ids = oneInput(inputs);
    const shape = oneShape(shapes);
    const flat = tf.reshape(ids, [-1]);
    const rows = tf.gather(needWeight(weights, 'table'), tf.cast(flat, 'int32'));
    const there = tf.reshape(tf.cast(tf.notEqual(flat, 0), 'float32'), [-1, 1]);
    return tf.reshape(tf.mul(rows, there), deviceShape([...shape, width], batchOf(ids, shape)));
  },
  keeps: () => 3,
  toOnnx(graph, inputs, weights, { width }, shapes) {
    const shape = oneShape(shapes);
    const table = needWeight(weights, 'table');
    const flat = reshape(graph, oneInput(inputs), [-1, sizeOf(shape)]);
    const ids = graph.node('Cast', [flat], { to: castTo('int64') });
    const rows = graph.node('Gather', [graph.constant('float', table.shape, table.data, 'table'), ids], {
      axis: 0n,
    });
    const there = graph.node('Cast', [graph.node('Cast', [ids], { to: castTo('bool') })], {
      to: castTo('float'),
    });
    const mask = graph.node('Unsqueeze', [there, graph.constant('int64', [1], BigInt64Array.of(-1n))]);
    return reshape(graph, graph.node('Mul', [rows, mask]), onnxShape([...shape, width]));
  },
  examples: [
    { inputs: [[6]], params: { vocabulary: 5, width: 3 }, ids: [5] },
    { inputs: [[3, 2]], params: { vocabulary: 9, width: 2 }, ids: [9] },
  ],
};
