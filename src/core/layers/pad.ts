import { z } from 'zod';
import type { LayerDef } from './layerDef';
import { asValue, asValueOnnx, perAxis, seeAxis, seeAxisOnnx, withAxis } from './oneAxis';
import { oneInput, oneShape } from './oneInput';
import { TetradError } from '../protocol/errors';

const perAxisNumbers = z.array(z.int().min(0).max(4096)).min(1).max(4);
const params = z.strictObject({
  begin: perAxisNumbers.default([1]).meta({ label: 'Before', hint: 'For each axis but the channels.' }),
  end: perAxisNumbers.default([1]).meta({ label: 'After', hint: 'For each axis but the channels.' }),
  mode: z
    .enum(['zeros', 'edge', 'reflect'])
    .default('zeros')
    .meta({ label: 'With', hint: 'Zeros, the value at the edge, or the values behind it in reverse.' }),
});
type Params = z.infer<typeof params>;

interface Padding {
  axis: number;
  /** Of the value as it is by then. */
  shape: number[];
  begin: number;
  end: number;
  padded: number;
}

/** Axis after axis. */
function paddings(shape: readonly number[], { begin, end, mode }: Params): Padding[] {
  const [before, after] = [perAxis(shape, begin, 'begin'), perAxis(shape, end, 'end')];
  let now = [...shape];
  return before.flatMap((b, axis) => {
    const [e = 0, size = 1] = [after[axis], now[axis]];
    if (mode === 'reflect' && Math.max(b, e) >= size)
      throw new TetradError({
        code: 'badInput',
        message: `Axis ${axis} has ${size} values: at most ${size - 1} lie behind its edge to be reflected, not ${Math.max(b, e)}.`,
        place: 'begin',
        hint: 'Pad less, or with zeros.',
      });
    if (b + e === 0) return [];
    const padding = { axis, shape: now, begin: b, end: e, padded: size + b + e };
    now = withAxis(now, axis, padding.padded);
    return [padding];
  });
}

/** Which value stands at each place of a padded axis. */
const sources = ({ shape, axis, begin, padded }: Padding, mode: Params['mode']): number[] => {
  const last = (shape[axis] ?? 1) - 1;
  return Array.from({ length: padded }, (_, i) => {
    const at = i - begin;
    if (mode === 'edge') return Math.min(last, Math.max(0, at));
    return at < 0 ? -at : at > last ? 2 * last - at : at;
  });
};

export const pad: LayerDef<Params> = {
  type: 'pad',
  title: 'Padding',
  summary: 'More places around what is there: zeros, the edge again, or its mirror image.',
  params,
  inferShape(inputs, settings) {
    const shape = oneShape(inputs);
    return paddings(shape, settings).reduce(
      (now, { axis, padded }) => withAxis(now, axis, padded),
      [...shape],
    );
  },
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, settings) {
    const shape = oneShape(shapes);
    let value = oneInput(inputs);
    const steps = paddings(shape, settings);
    for (const step of steps) {
      const seen = seeAxis(tf, value, step.shape, step.axis);
      value =
        settings.mode === 'zeros'
          ? tf.pad(seen, [
              [0, 0],
              [step.begin, step.end],
              [0, 0],
            ])
          : tf.gather(seen, tf.tensor1d(sources(step, settings.mode), 'int32'), 1);
    }
    return steps.length === 0 ? value : asValue(tf, value, this.inferShape(shapes, settings));
  },
  toOnnx(graph, inputs, _weights, settings, shapes) {
    let value = oneInput(inputs);
    for (const step of paddings(oneShape(shapes), settings)) {
      const seen = seeAxisOnnx(graph, value, step.shape, step.axis);
      const ints = (values: readonly number[], hint: string) =>
        graph.constant('int64', [values.length], BigInt64Array.from(values, BigInt), hint);
      value =
        settings.mode === 'zeros'
          ? graph.node('Pad', [seen, ints([0, step.begin, 0, 0, step.end, 0], 'pads')])
          : graph.node('Gather', [seen, ints(sources(step, settings.mode), 'places')], { axis: 1n });
    }
    return asValueOnnx(graph, value, this.inferShape(shapes, settings));
  },
  examples: [
    { inputs: [[3, 2, 2]], params: { begin: [1, 0], end: [2, 1] } },
    { inputs: [[4, 2]], params: { begin: [3], end: [1], mode: 'reflect' } },
    { inputs: [[2, 3, 2]], params: { begin: [1, 2], end: [0, 1], mode: 'edge' } },
    { inputs: [[2, 1, 3, 2, 2]], params: { begin: [1, 0, 0, 1], end: [0, 2, 0, 1] } },
  ],
};
