import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { transpose } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  order: z.array(z.int().min(0).max(3)).min(1).max(4).default([1, 0]).meta({
    label: 'Order',
    hint: 'Which axis comes first, second, and so on; 0 is the first after the batch.',
  }),
});
type Params = z.infer<typeof params>;

/** A fourth axis before the channels lies in the batch, where none can change places with it. */
function ordered(shape: readonly number[], { order }: Params): number[] {
  if (
    shape.length === order.length &&
    new Set(order).size === order.length &&
    Math.max(...order) < order.length
  )
    return order.map((axis) => shape[axis] ?? 1);
  throw new TetradError({
    code: 'badInput',
    message: `[${order.join(', ')}] is no order of the ${shape.length} axes of [${shape.join(', ')}].`,
    place: 'order',
    hint: 'Name each axis once, 0 the first after the batch; at most four.',
  });
}

const withBatch = ({ order }: Params): number[] => [0, ...order.map((axis) => axis + 1)];

export const permute: LayerDef<Params> = {
  type: 'permute',
  title: 'Permute',
  summary: 'The axes in another order.',
  params,
  inferShape: (inputs, settings) => ordered(oneShape(inputs), settings),
  weights: () => [],
  forward: ({ tf }, inputs, _weights, settings) => tf.transpose(oneInput(inputs), withBatch(settings)),
  toOnnx: (graph, inputs, _weights, settings) => transpose(graph, oneInput(inputs), withBatch(settings)),
  examples: [
    { inputs: [[3, 2]], params: {} },
    { inputs: [[2, 3, 4]], params: { order: [2, 0, 1] } },
    { inputs: [[2, 3, 1, 2]], params: { order: [3, 1, 0, 2] } },
  ],
};
