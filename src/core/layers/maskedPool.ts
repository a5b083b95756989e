import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import { castTo } from '../onnx/dtypes';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';

const params = z.strictObject({
  kind: z.enum(['average', 'max']).default('average').meta({ label: 'Keep' }),
});

/** Far below what a layer answers, and still exact beside it in float32. */
const nothing = -1e4;

/** Vectors along a sequence, and the ids that say which of them are there. */
function sequenceOf([values, ids]: readonly number[][]): { length: number; width: number } {
  const [length, width] = values ?? [];
  if (values?.length === 2 && length !== undefined && width !== undefined && ids?.join() === `${length}`)
    return { length, width };
  throw new TetradError({
    code: 'badInput',
    message: 'This layer takes vectors [length, width] and their token ids [length].',
    place: 'inputs',
  });
}

export const maskedPool: LayerDef<z.infer<typeof params>> = {
  type: 'maskedPool',
  title: 'Pool over tokens',
  summary:
    'One vector for a whole sequence, of the tokens that are there: what fills it up (id 0) counts for nothing.',
  params,
  inferShape: (inputs) => [sequenceOf(inputs).width],
  weights: () => [],
  forward({ tf, shapes }, [values, ids], _weights, { kind }) {
    if (!values || !ids) throw new TetradError({ code: 'internal', message: 'Two inputs are needed.' });
    const { length, width } = sequenceOf(shapes);
    const batch = batchOf(ids, [length]);
    const rows = tf.reshape(values, [batch, length, width]);
    const there = tf.cast(tf.notEqual(tf.reshape(ids, [batch, length, 1]), 0), 'float32');
    const count = tf.sum(there, 1);
    if (kind === 'average') return tf.div(tf.sum(tf.mul(rows, there), 1), tf.maximum(count, 1));
    const seen = tf.add(tf.mul(rows, there), tf.mul(tf.sub(1, there), nothing));
    return tf.mul(tf.max(seen, 1), tf.minimum(count, 1));
  },
  toOnnx(graph, [values = '', ids = ''], _weights, { kind }, shapes) {
    const { length, width } = sequenceOf(shapes);
    const rows = reshape(graph, values, [-1, length, width]);
    const known = graph.node('Cast', [reshape(graph, ids, [-1, length, 1])], { to: castTo('bool') });
    const there = graph.node('Cast', [known], { to: castTo('float') });
    const along = graph.constant('int64', [1], BigInt64Array.of(1n));
    const sum = (value: string) => graph.node('ReduceSum', [value, along], { keepdims: 0n });
    const scalar = (value: number) => graph.constant('float', [], Float32Array.of(value));
    const shown = graph.node('Mul', [rows, there]);
    if (kind === 'average')
      return graph.node('Div', [sum(shown), graph.node('Max', [sum(there), scalar(1)])]);
    const absent = graph.node('Mul', [graph.node('Sub', [scalar(1), there]), scalar(nothing)]);
    const largest = graph.node('ReduceMax', [graph.node('Add', [shown, absent])], {
      axes: [1n],
      keepdims: 0n,
    });
    return graph.node('Mul', [largest, graph.node('Min', [sum(there), scalar(1)])]);
  },
  examples: [
    { inputs: [[5, 3], [5]], params: {}, ids: [0, 3] },
    { inputs: [[4, 2], [4]], params: { kind: 'max' }, ids: [0, 2] },
  ],
};
