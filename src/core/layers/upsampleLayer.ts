/** Repeats or interpolates along 1 to 4 axes (time first), channels last. */
import { z } from 'zod';
import { axesOf, axisNumbers } from './axisParams';
import { asValue, asValueOnnx, type AxisMatrix, timesMatrices, timesMatricesOnnx } from './oneAxis';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const upsampleParams = (rank: number) =>
  z.strictObject({
    factor: axisNumbers(rank, 1, 2).meta({ label: 'Factor' }),
    mode: z.enum(['nearest', 'linear']).default('nearest').meta({
      label: 'Between',
      hint: 'nearest: each value again. linear: on the way from one value to the next.',
    }),
  });
export type UpsampleParams = z.infer<ReturnType<typeof upsampleParams>>;

/** The axes to repeat, last first: [axis size, factor, values behind the axis as it then is]. */
function repeats(shape: readonly number[], factor: readonly number[]): [number, number, number][] {
  const { size, channels } = axesOf(shape, factor.length);
  const steps: [number, number, number][] = [];
  let behind = channels;
  for (let axis = factor.length - 1; axis >= 0; axis--) {
    const [n = 1, times = 1] = [size[axis], factor[axis]];
    if (times > 1) steps.push([n, times, behind]);
    behind *= n * times;
  }
  return steps;
}

const grown = (shape: readonly number[], factor: readonly number[]): number[] => [
  ...axesOf(shape, factor.length).size.map((n, axis) => n * (factor[axis] ?? 1)),
  shape.at(-1) ?? 1,
];

/** Values stand in the middle of their places, as in most libraries; beyond the outermost nothing changes. */
function interpolations(shape: readonly number[], factor: readonly number[]): AxisMatrix[] {
  return factor.flatMap((times, axis) => {
    const from = shape[axis] ?? 1;
    if (times === 1) return [];
    const to = from * times;
    const rows = new Float32Array(to * from);
    for (let i = 0; i < to; i++) {
      const place = Math.min(from - 1, Math.max(0, (i + 0.5) / times - 0.5));
      const first = Math.min(Math.floor(place), Math.max(0, from - 2));
      rows[i * from + first] = 1 - (place - first);
      if (from > 1) rows[i * from + first + 1] = place - first;
    }
    return [{ axis, to, from, rows }];
  });
}

export function upsampleLayer(rank: 1 | 2 | 3 | 4, examples: LayerDef['examples']): LayerDef<UpsampleParams> {
  return {
    type: `upsample${rank}d`,
    title: `Upsample ${rank}-D`,
    summary: 'Repeats every value, or what lies between two, along its axes: the way back from a pool.',
    params: upsampleParams(rank),
    inferShape: (inputs, { factor }) => grown(oneShape(inputs), factor),
    weights: () => [],
    forward({ tf, shapes }, inputs, _weights, { factor, mode }) {
      const x = oneInput(inputs);
      const shape = oneShape(shapes);
      if (mode === 'linear') return timesMatrices(tf, x, shape, interpolations(shape, factor));
      let values = x;
      for (const [n, times, behind] of repeats(shape, factor))
        values = tf.mul(tf.reshape(values, [-1, n, 1, behind]), tf.ones([1, 1, times, 1]));
      return asValue(tf, values, grown(shape, factor));
    },
    toOnnx(graph, inputs, _weights, { factor, mode }, shapes) {
      const shape = oneShape(shapes);
      let values = oneInput(inputs);
      if (mode === 'linear') return timesMatricesOnnx(graph, values, shape, interpolations(shape, factor));
      for (const [n, times, behind] of repeats(shape, factor)) {
        const target = graph.constant('int64', [4], BigInt64Array.of(1n, 1n, BigInt(times), 1n), 'factor');
        values = graph.node('Expand', [reshape(graph, values, [-1, n, 1, behind]), target]);
      }
      return asValueOnnx(graph, values, grown(shape, factor));
    },
    channelwise: () => true,
    examples,
  };
}
