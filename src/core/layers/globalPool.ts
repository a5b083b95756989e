import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  kind: z.enum(['average', 'max']).default('average').meta({ label: 'Keep' }),
});

export const globalPool: LayerDef<z.infer<typeof params>> = {
  type: 'globalPool',
  title: 'Global pool',
  summary: 'One number per channel over all time and space: where something happens no longer matters.',
  params,
  inferShape: (inputs) => [oneShape(inputs).at(-1) ?? 1],
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, { kind }) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const table = tf.reshape(x, [batchOf(x, shape), -1, shape.at(-1) ?? 1]);
    return kind === 'max' ? tf.max(table, 1) : tf.mean(table, 1);
  },
  toOnnx(graph, inputs, _weights, { kind }, shapes) {
    const shape = oneShape(shapes);
    const table = reshape(graph, oneInput(inputs), [-1, sizeOf(shape.slice(0, -1)), shape.at(-1) ?? 1]);
    const opType = kind === 'max' ? 'ReduceMax' : 'ReduceMean';
    return graph.node(opType, [table], { axes: [1n], keepdims: 0n });
  },
  channelwise: () => true,
  examples: [
    { inputs: [[3, 2, 2, 2, 3]], params: {} },
    { inputs: [[4, 2, 1, 3, 2]], params: { kind: 'max' } },
    { inputs: [[5, 2]], params: {} },
  ],
};
