/** How far the values of a window lie apart, by channel: the standard deviation over its times, and never nothing. */
import type { GraphBuilder } from '../onnx/graphBuilder';
import { sizeOf } from '../arch/sizeOf';
import { reshape } from './convOnnx';
import type { Ops, Tensor } from './layerDef';

/** Of standardised series: a window that stands still is no reason to divide by nothing. */
const least = 1e-4;

/** [batch, 1, values of a time], of x with the shape [times, ...] without batch. */
export function windowSpread(tf: Ops, x: Tensor, shape: readonly number[], batch: number): Tensor {
  const series = tf.reshape(x, [batch, shape[0] ?? 1, sizeOf(shape.slice(1))]);
  const centred = tf.sub(series, tf.mean(series, 1, true));
  return tf.sqrt(tf.add(tf.mean(tf.square(centred), 1, true), least));
}

/** The same as ONNX nodes, [batch, 1, values of a time]. */
export function addWindowSpread(graph: GraphBuilder, x: string, shape: readonly number[]): string {
  const series = reshape(graph, x, [-1, shape[0] ?? 1, sizeOf(shape.slice(1))]);
  const mean = (value: string) => graph.node('ReduceMean', [value], { axes: [1n], keepdims: 1n });
  const centred = graph.node('Sub', [series, mean(series)]);
  const variance = mean(graph.node('Mul', [centred, centred]));
  const constant = graph.constant('float', [], Float32Array.of(least));
  return graph.node('Sqrt', [graph.node('Add', [variance, constant])]);
}
