/** One series of many runs, as few points: of all of it, or of what lies between two places. */
import { BucketCurve, type DrawnSeries, drawnSeries, type PackedCurve } from '#/core/logged/bucketCurve';
import {
  filterSeries,
  joinSeries,
  type SeriesColumns,
  seriesOfPoints,
  unpackSeries,
} from '#/core/logged/series';
import type { MetricCurveRow, RelaxedDatabase } from '../schema';

type Window = { axis: 'step' | 'epoch'; from: number; to: number };

/** Inside a transaction over the tables of metrics. */
export async function readCurves(
  relaxed: RelaxedDatabase,
  runIds: readonly string[],
  name: string,
): Promise<(DrawnSeries | undefined)[]> {
  const [rows, tails] = await Promise.all([rowsOf(relaxed, runIds, name), tailsOf(relaxed, runIds, name)]);
  return runIds.map((_, i) => {
    const packed = rows[i]?.curve;
    const tail = tails[i];
    if (!tail) return packed && drawnSeries(packed);
    const curve = new BucketCurve(packed);
    curve.add(tail);
    return drawnSeries(curve.pack());
  });
}

/** Inside a transaction over the tables of metrics. Chunks that lie elsewhere are not read. */
export async function readWindows(
  relaxed: RelaxedDatabase,
  runIds: readonly string[],
  name: string,
  window: Window,
): Promise<(DrawnSeries | undefined)[]> {
  const [rows, tails] = await Promise.all([rowsOf(relaxed, runIds, name), tailsOf(relaxed, runIds, name)]);
  return await Promise.all(
    runIds.map(async (runId, i) => {
      const keys = (rows[i]?.chunks ?? [])
        .filter(({ steps, epochs }) => {
          const [low, high] = window.axis === 'step' ? steps : epochs;
          return low <= window.to && high >= window.from;
        })
        .map(({ number }): [string, string, number] => [runId, name, number]);
      const chunks = await relaxed.metricChunks.bulkGet(keys);
      const parts: SeriesColumns[] = chunks.flatMap((chunk) => (chunk ? [unpackSeries(chunk)] : []));
      if (tails[i]) parts.push(tails[i]);
      if (parts.length === 0) return undefined;
      const packed = curveWithin(joinSeries(parts), window);
      return packed && drawnSeries(packed);
    }),
  );
}

function curveWithin(series: SeriesColumns, { axis, from, to }: Window): PackedCurve | undefined {
  const places = axis === 'step' ? series.steps : series.epochs;
  const within = filterSeries(series, (i) => (places[i] as number) >= from && (places[i] as number) <= to);
  if (within.values.length === 0) return undefined;
  const curve = new BucketCurve();
  curve.add(within);
  return curve.pack();
}

const rowsOf = (
  { metricCurves }: RelaxedDatabase,
  runIds: readonly string[],
  name: string,
): PromiseLike<(MetricCurveRow | undefined)[]> =>
  metricCurves.bulkGet(runIds.map((runId) => [runId, name] as [string, string]));

/** Not packed yet. */
const tailsOf = ({ metrics }: RelaxedDatabase, runIds: readonly string[], name: string) =>
  Promise.all(
    runIds.map(async (runId): Promise<SeriesColumns | undefined> => {
      const batches = await metrics.where('runId').equals(runId).sortBy('id');
      const points = batches.flatMap((batch) => batch.points.filter((point) => point.name === name));
      return seriesOfPoints(points)[0];
    }),
  );
