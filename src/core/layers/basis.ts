/** Curves along time as sums of given ones: the fixed bases of N-BEATS (Oreshkin et al. 2020, sections 3.3). */
import { z } from 'zod';
import { batchOf } from '../arch/deviceShape';
import { TetradError } from '../protocol/errors';
import { reshape, transpose } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';

const params = z.strictObject({
  kind: z
    .enum(['trend', 'seasonality'])
    .default('trend')
    .meta({ label: 'Curves', hint: 'trend: powers of time. seasonality: sines and cosines.' }),
  count: z
    .int()
    .min(1)
    .max(512)
    .default(3)
    .meta({ label: 'How many', hint: 'Powers from 0 on; or harmonics, each a sine and a cosine.' }),
  times: z.int().min(1).max(100_000).default(12).meta({ label: 'Times' }),
});
type Params = z.infer<typeof params>;

/** Weights of one channel. */
export const basisWidth = ({ kind, count }: Pick<Params, 'kind' | 'count'>): number =>
  kind === 'trend' ? count : 2 * count;

/** Row-major [width, times]. */
function curves(settings: Params): Float32Array {
  const { kind, count, times } = settings;
  const width = basisWidth(settings);
  return Float32Array.from({ length: width * times }, (_, at) => {
    const row = Math.floor(at / times);
    const t = (at % times) / times;
    if (kind === 'trend') return t ** row;
    const angle = 2 * Math.PI * ((row % count) + 1) * t;
    return row < count ? Math.cos(angle) : Math.sin(angle);
  });
}

function channelsOf(inputs: readonly number[][], settings: Params): number {
  const shape = oneShape(inputs);
  const width = basisWidth(settings);
  const channels = (shape[0] ?? 0) / width;
  if (shape.length === 1 && Number.isInteger(channels)) return channels;
  throw new TetradError({
    code: 'badInput',
    message: `This layer takes ${width} weights for each channel, in one row; not [${shape.join(', ')}].`,
    place: 'inputs.0',
  });
}

export const basis: LayerDef<Params> = {
  type: 'basis',
  title: 'Curves',
  summary: 'A sum of given curves along time, by channel: a trend or a season that is smooth by itself.',
  params,
  inferShape: (inputs, settings) => [settings.times, channelsOf(inputs, settings)],
  weights: () => [],
  forward({ tf, shapes }, inputs, _weights, settings) {
    const x = oneInput(inputs);
    const { times } = settings;
    const channels = channelsOf(shapes, settings);
    const width = basisWidth(settings);
    const batch = batchOf(x, oneShape(shapes));
    const given = tf.tensor2d(curves(settings), [width, times]);
    const sums = tf.matMul(tf.reshape(x, [batch * channels, width]), given);
    const series = tf.reshape(sums, [batch, channels, times]);
    return channels === 1 ? tf.reshape(series, [batch, times, 1]) : tf.transpose(series, [0, 2, 1]);
  },
  toOnnx(graph, inputs, _weights, settings, shapes) {
    const { times } = settings;
    const channels = channelsOf(shapes, settings);
    const width = basisWidth(settings);
    const given = graph.constant('float', [width, times], curves(settings), 'curves');
    const sums = graph.node('MatMul', [reshape(graph, oneInput(inputs), [-1, width]), given]);
    return transpose(graph, reshape(graph, sums, [-1, channels, times]), [0, 2, 1]);
  },
  examples: [
    { inputs: [[6]], params: { count: 3, times: 5 } },
    { inputs: [[4]], params: { kind: 'seasonality', count: 2, times: 6 } },
    { inputs: [[3]], params: { count: 3, times: 1 } },
  ],
};
