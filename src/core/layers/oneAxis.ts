/**
 * Work along one axis of a value, whatever its rank: it is seen as [before, axis, behind], so that no kernel meets more
 * than three axes, and a fourth axis before channels, which lies folded into the batch, needs no case of its own.
 */
import { deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { Ops, Tensor } from './layerDef';

const parts = (shape: readonly number[], axis: number) => ({
  before: sizeOf(shape.slice(0, axis)),
  size: shape[axis] ?? 1,
  behind: sizeOf(shape.slice(axis + 1)),
});

export const withAxis = (shape: readonly number[], axis: number, size: number): number[] =>
  shape.map((n, i) => (i === axis ? size : n));

/** A value of a layer as [batch * before, axis, behind]. */
export function seeAxis(tf: Ops, x: Tensor, shape: readonly number[], axis: number): Tensor {
  const { size, behind } = parts(shape, axis);
  return tf.reshape(x, [-1, size, behind]);
}

export const seeAxisOnnx = (graph: GraphBuilder, x: string, shape: readonly number[], axis: number): string =>
  reshape(graph, x, [-1, parts(shape, axis).size, parts(shape, axis).behind]);

/** Back to how values of this shape lie. */
export const asValue = (tf: Ops, x: Tensor, shape: readonly number[]): Tensor =>
  tf.reshape(x, deviceShape(shape, x.size / sizeOf(shape)));

export const asValueOnnx = (graph: GraphBuilder, x: string, shape: readonly number[]): string =>
  reshape(graph, x, onnxShape(shape));

/** The axis times a constant matrix [to, from], row-major: means, interpolation. */
export interface AxisMatrix {
  axis: number;
  to: number;
  from: number;
  rows: Float32Array;
}

export function timesMatrices(
  tf: Ops,
  x: Tensor,
  shape: readonly number[],
  matrices: readonly AxisMatrix[],
): Tensor {
  let value = x;
  let now = [...shape];
  for (const { axis, to, from, rows } of matrices) {
    const { behind } = parts(now, axis);
    const lines = tf.transpose(seeAxis(tf, value, now, axis), [0, 2, 1]);
    const product = tf.matMul(tf.reshape(lines, [-1, from]), tf.tensor2d(rows, [to, from]), false, true);
    value = tf.transpose(tf.reshape(product, [-1, behind, to]), [0, 2, 1]);
    now = withAxis(now, axis, to);
  }
  return asValue(tf, value, now);
}

export function timesMatricesOnnx(
  graph: GraphBuilder,
  x: string,
  shape: readonly number[],
  matrices: readonly AxisMatrix[],
): string {
  let value = x;
  let now = [...shape];
  for (const { axis, to, from, rows } of matrices) {
    const matrix = graph.constant('float', [to, from], rows, 'along');
    value = graph.node('MatMul', [matrix, seeAxisOnnx(graph, value, now, axis)]);
    now = withAxis(now, axis, to);
  }
  return asValueOnnx(graph, value, now);
}

/** A number for each axis before the channels. */
export function perAxis(shape: readonly number[], values: readonly number[], name: string): number[] {
  if (values.length === shape.length - 1) return [...values];
  throw new TetradError({
    code: 'badInput',
    message: `This layer needs ${shape.length - 1} numbers, one for each axis of [${shape.join(', ')}] but the channels, not ${values.length}.`,
    place: name,
  });
}

/** Counted from the end where negative. */
export function axisIn(shape: readonly number[], axis: number): number {
  const at = axis < 0 ? shape.length + axis : axis;
  if (at >= 0 && at < shape.length) return at;
  throw new TetradError({
    code: 'badInput',
    message: `There is no axis ${axis} in [${shape.join(', ')}].`,
    place: 'axis',
    hint: `Use 0 to ${shape.length - 1}, or -1 for the last.`,
  });
}
