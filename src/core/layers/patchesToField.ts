/**
 * The way back from patches: every token holds the values of the places it stands for. One axis of space after the
 * other (a depth-to-space along each), so that no value has more than five axes.
 */
import { z } from 'zod';
import { batchOf, deviceShape, onnxShape } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import { axesOf, axisNumbers } from './axisParams';
import { reshape, transpose } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  patch: axisNumbers(3, 1, 2).meta({ label: 'Patch', hint: 'Places of a token along x, y, z.' }),
  size: axisNumbers(3, 1, 2).meta({
    label: 'Size',
    hint: 'Places along x, y, z; what is beyond is cut off.',
  }),
});
type Params = z.infer<typeof params>;

/** Where values go on their way: moved along y aside for x, then along z for y, then cut. Batch and times are -1. */
export function patchSteps(shape: readonly number[], { patch, size }: Params) {
  const { size: tokens, channels: width } = axesOf(shape, 4);
  const [, tx = 1, ty = 1, tz = 1] = tokens;
  const [px = 1, py = 1, pz = 1] = patch;
  const [sx = 1, sy = 1, sz = 1] = size;
  const channels = width / (px * py * pz);
  if (!Number.isInteger(channels))
    throw new TetradError({
      code: 'badInput',
      message: `A patch of ${patch.join(' × ')} places cannot share ${width} channels.`,
      place: 'params.patch',
    });
  if (sx > tx * px || sy > ty * py || sz > tz * pz)
    throw new TetradError({
      code: 'badInput',
      message: `Tokens of ${patch.join(' × ')} places cover ${tx * px} × ${ty * py} × ${tz * pz}, not ${size.join(' × ')}.`,
      place: 'params.size',
    });
  return {
    alongX: [-1, tx, ty * tz, px, py * pz * channels],
    alongY: [-1, ty, tz, py, pz * channels],
    whole: [-1, tx * px, ty * py, tz * pz * channels],
    cut: [sx, sy, sz * channels],
    out: [tokens[0] ?? 1, sx, sy, sz, channels],
  };
}

const order = [0, 1, 3, 2, 4];

export const patchesToField: LayerDef<Params> = {
  type: 'patchesToField',
  title: 'Patches to field',
  summary: 'Every token becomes the places it stands for: the way back from a patch.',
  params,
  inferShape: (inputs, settings) => patchSteps(oneShape(inputs), settings).out,
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, settings) {
    const x = oneInput(inputs);
    const shape = oneShape(shapes);
    const { alongX, alongY, whole, cut, out } = patchSteps(shape, settings);
    const rows = tf.transpose(tf.reshape(x, alongX), order);
    const full = tf.reshape(tf.transpose(tf.reshape(rows, alongY), order), whole);
    const isCut = sizeOf(cut) < sizeOf(whole.slice(1));
    const field = isCut ? tf.slice(full, [0, 0, 0, 0], [-1, ...cut]) : full;
    return tf.reshape(field, deviceShape(out, batchOf(x, shape)));
  },
  keeps: () => 3,
  toOnnx(graph, inputs, _weights, settings, shapes) {
    const { alongX, alongY, whole, cut, out } = patchSteps(oneShape(shapes), settings);
    const rows = transpose(graph, reshape(graph, oneInput(inputs), alongX), order);
    const full = reshape(graph, transpose(graph, reshape(graph, rows, alongY), order), whole);
    if (sizeOf(cut) === sizeOf(whole.slice(1))) return reshape(graph, full, onnxShape(out));
    const ints = (values: readonly number[], name: string) =>
      graph.constant('int64', [3], BigInt64Array.from(values, BigInt), name);
    const kept = graph.node('Slice', [
      full,
      ints([0, 0, 0], 'from'),
      ints(cut, 'to'),
      ints([1, 2, 3], 'axes'),
    ]);
    return reshape(graph, kept, onnxShape(out));
  },
  examples: [
    { inputs: [[1, 2, 2, 2, 16]], params: { patch: [2, 2, 2], size: [4, 4, 4] } },
    { inputs: [[2, 2, 3, 1, 12]], params: { patch: [3, 2, 1], size: [5, 5, 1] } },
    { inputs: [[1, 1, 2, 3, 4]], params: { patch: [1, 1, 2], size: [1, 2, 5] } },
  ],
};
