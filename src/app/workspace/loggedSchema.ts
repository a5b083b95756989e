/** What a run logged, in a workspace file: packed series, or points as the format before wrote them. */
import { z } from 'zod';
import { type LoggedSeries, type PackedSeries, seriesOfPoints, unpackSeries } from '#/core/logged/series';
import type { HistogramPoint } from '#/core/protocol/model';
import { anyNumber } from '../outputs/values';
import { unreadable } from './recordSchemas';

export interface Logged {
  series: LoggedSeries[];
  histograms: HistogramPoint[];
}

const ofType = <T>(...types: (new (...args: never[]) => unknown)[]) =>
  z.custom<T>((value) => types.some((type) => value instanceof type), 'expected an array of numbers');

const column = z.discriminatedUnion('type', [
  z.object({ type: z.literal('even'), first: anyNumber, by: anyNumber, count: z.int().min(0) }),
  z.object({
    type: z.literal('runs'),
    values: ofType<Float64Array<ArrayBuffer>>(Float64Array),
    lengths: ofType<Uint32Array<ArrayBuffer>>(Uint32Array),
  }),
  z.object({
    type: z.literal('above'),
    least: z.number(),
    offsets: ofType<Uint32Array<ArrayBuffer>>(Uint8Array, Uint16Array, Uint32Array),
  }),
  z.object({
    type: z.literal('plain'),
    values: ofType<Float64Array<ArrayBuffer>>(Float32Array, Float64Array),
  }),
]);
const packed = z.object({
  name: z.string(),
  count: z.int(),
  steps: column,
  epochs: column,
  timestamps: column,
  values: column,
});

const point = z.object({
  name: z.string(),
  step: z.number(),
  epoch: z.number(),
  timestamp: z.number(),
  value: anyNumber,
});
const histogram = z.object({
  step: z.number(),
  epoch: z.number(),
  name: z.string(),
  of: z.enum(['weights', 'gradients']),
  lowest: anyNumber,
  highest: anyNumber,
  counts: z.array(z.number()),
});
const logged = z.union([
  z.object({ series: z.array(packed), histograms: z.array(histogram) }),
  z.object({ points: z.array(point), histograms: z.array(histogram) }),
]);

export function parseLogged(given: unknown, place: string): Logged {
  const parsed = logged.safeParse(given);
  if (!parsed.success) throw unreadable(parsed.error.issues[0]?.message ?? '', place);
  const { histograms } = parsed.data;
  if ('points' in parsed.data) return { series: seriesOfPoints(parsed.data.points), histograms };
  return { series: parsed.data.series.map((one) => unpacked(one, place)), histograms };
}

function unpacked({ name, ...series }: PackedSeries & { name: string }, place: string): LoggedSeries {
  for (const column of [series.steps, series.epochs, series.timestamps, series.values])
    if (lengthOf(column) !== series.count)
      throw unreadable(`"${name}" has columns of different lengths.`, place);
  return { name, ...unpackSeries(series) };
}

function lengthOf(column: PackedSeries['steps']): number {
  if (column.type === 'even') return column.count;
  if (column.type === 'runs') return column.lengths.reduce((sum, length) => sum + length, 0);
  return column.type === 'above' ? column.offsets.length : column.values.length;
}
