import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { addWindowSpread, windowSpread } from './windowSpread';

const params = z.strictObject({});

/** An answer of some times, flat, and the window that it is an answer to. */
function sizesOf([answer = [], window = []]: readonly number[][]): { times: number; frame: number } {
  const frame = sizeOf(window.slice(1));
  if (window.length > 1 && answer.length === 1 && sizeOf(answer) % frame === 0)
    return { times: sizeOf(answer) / frame, frame };
  throw new TetradError({
    code: 'badInput',
    message: `This layer takes an answer, whole times of a window in one row, and that window; not [${answer.join(', ')}] and [${window.join(', ')}].`,
    place: 'inputs',
  });
}

export const timesSpread: LayerDef<z.infer<typeof params>> = {
  type: 'timesSpread',
  title: 'Times the spread of a window',
  summary: 'Gives an answer in units of a window’s spread the size that the window has: undoes bySpread.',
  params,
  inferShape(inputs) {
    sizesOf(inputs);
    return [...(inputs[0] ?? [])];
  },
  weights: () => [],
  forward({ tf, shapes }, [answer, window]) {
    if (!answer || !window) throw new TetradError({ code: 'internal', message: 'Two inputs are needed.' });
    const { times, frame } = sizesOf(shapes);
    const shape = shapes[0] ?? [];
    const batch = batchOf(answer, shape);
    const spread = windowSpread(tf, window, shapes[1] ?? [], batch);
    return tf.reshape(tf.mul(tf.reshape(answer, [batch, times, frame]), spread), deviceShape(shape, batch));
  },
  toOnnx(graph, [answer = '', window = ''], _weights, _params, shapes) {
    const { times, frame } = sizesOf(shapes);
    const spread = addWindowSpread(graph, window, shapes[1] ?? []);
    const large = graph.node('Mul', [reshape(graph, answer, [-1, times, frame]), spread]);
    return reshape(graph, large, onnxShape(shapes[0] ?? []));
  },
  examples: [
    { inputs: [[6], [4, 2]], params: {} },
    { inputs: [[1], [3, 1]], params: {} },
  ],
};
