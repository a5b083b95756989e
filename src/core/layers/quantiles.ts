/**
 * Quantiles that cannot cross: what comes in says where the middle one is, and by how much each next one is further
 * out, which softplus keeps above nothing. The differences of neighbours are taken, so that what is added to all of
 * them alike (the last value of a series) moves the middle alone.
 */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import { reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  levels: z
    .int()
    .min(3)
    .max(99)
    .refine((count) => count % 2 === 1, 'The number of levels must be odd: the median is the middle one.')
    .default(3)
    .meta({ label: 'Levels', hint: 'How many quantiles of each value; the middle one is the median.' }),
});
type Params = z.infer<typeof params>;

function valuesOf(inputs: readonly number[][], { levels }: Params): number {
  const shape = oneShape(inputs);
  const values = (shape[0] ?? 0) / levels;
  if (shape.length === 1 && Number.isInteger(values)) return values;
  throw new TetradError({
    code: 'badInput',
    message: `This layer takes ${levels} numbers for each value, in one row; not [${shape.join(', ')}].`,
    place: 'inputs.0',
  });
}

/** Of the levels, from the middle to either end: [one, the one before it on the way]. */
function outwards(levels: number, middle: number): [level: number, before: number][] {
  const up = Array.from({ length: middle }, (_, i): [number, number] => [middle + 1 + i, middle + i]);
  const down = Array.from({ length: middle }, (_, i): [number, number] => [middle - 1 - i, middle - i]);
  return levels > 1 ? [...up, ...down] : [];
}

export const quantiles: LayerDef<Params> = {
  type: 'quantiles',
  title: 'Quantiles',
  summary: 'Quantiles in their order, level by level: the middle, and widths that are never below nothing.',
  params,
  inferShape: (inputs, settings) => [valuesOf(inputs, settings) * settings.levels],
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, { levels }) {
    const x = oneInput(inputs);
    const batch = batchOf(x, oneShape(shapes));
    const given = tf.split(tf.reshape(x, [batch, levels, -1]), levels, 1);
    const middle = (levels - 1) / 2;
    const made = [...given];
    for (const [level, before] of outwards(levels, middle)) {
      const step = level > before ? 1 : -1;
      const further = tf.softplus(tf.mul(tf.sub(given[level] as never, given[before] as never), step));
      made[level] = tf.add(made[before] as never, tf.mul(further, step));
    }
    return tf.reshape(tf.concat(made, 1), [batch, -1]);
  },
  keeps: () => 6,
  toOnnx(graph, inputs, _weights, settings, shapes) {
    const { levels } = settings;
    const values = valuesOf(shapes, settings);
    const rows = reshape(graph, oneInput(inputs), [-1, levels, values]);
    const given = Array.from({ length: levels }, (_, level) =>
      graph.node('Gather', [rows, graph.constant('int64', [1], BigInt64Array.of(BigInt(level)))], {
        axis: 1n,
      }),
    );
    const made = [...given];
    for (const [level, before] of outwards(levels, (levels - 1) / 2)) {
      const [here, there] = [given[level] as string, given[before] as string];
      const isUp = level > before;
      const further = graph.node('Softplus', [graph.node('Sub', isUp ? [here, there] : [there, here])]);
      made[level] = graph.node(isUp ? 'Add' : 'Sub', [made[before] as string, further]);
    }
    return reshape(graph, graph.node('Concat', made, { axis: 1n }), [-1, levels * values]);
  },
  examples: [
    { inputs: [[3]], params: {} },
    { inputs: [[10]], params: { levels: 5 } },
  ],
};
