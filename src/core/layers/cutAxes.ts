/** Parts of axes: what cropping and slicing have in common. */
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { Ops, Tensor } from './layerDef';
import { asValue, asValueOnnx, seeAxis, seeAxisOnnx, withAxis } from './oneAxis';

export interface AxisCut {
  axis: number;
  first: number;
  length: number;
}

export const cutShape = (shape: readonly number[], cuts: readonly AxisCut[]): number[] =>
  cuts.reduce((now, { axis, length }) => withAxis(now, axis, length), [...shape]);

/** What leaves everything there is no cut. */
function* eachCut(
  shape: readonly number[],
  cuts: readonly AxisCut[],
): Generator<AxisCut & { shape: number[] }> {
  let now = [...shape];
  for (const cut of cuts) {
    if (cut.length === now[cut.axis]) continue;
    yield { ...cut, shape: now };
    now = withAxis(now, cut.axis, cut.length);
  }
}

export function cutAxes(tf: Ops, x: Tensor, shape: readonly number[], cuts: readonly AxisCut[]): Tensor {
  let value = x;
  for (const { axis, first, length, shape: now } of eachCut(shape, cuts))
    value = tf.slice(seeAxis(tf, value, now, axis), [0, first, 0], [-1, length, -1]);
  return value === x ? x : asValue(tf, value, cutShape(shape, cuts));
}

export function cutAxesOnnx(
  graph: GraphBuilder,
  x: string,
  shape: readonly number[],
  cuts: readonly AxisCut[],
): string {
  let value = x;
  const one = (n: number, hint: string) => graph.constant('int64', [1], BigInt64Array.of(BigInt(n)), hint);
  for (const { axis, first, length, shape: now } of eachCut(shape, cuts))
    value = graph.node('Slice', [
      seeAxisOnnx(graph, value, now, axis),
      one(first, 'first'),
      one(first + length, 'end'),
      one(1, 'axis'),
    ]);
  return asValueOnnx(graph, value, cutShape(shape, cuts));
}
