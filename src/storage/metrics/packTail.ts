/**
 * What a run logged lies in two places: a tail of batches as they came, and before it chunks of packed series with the
 * curve of each. Packing moves the tail behind the chunks, in one transaction: it touches the last chunk of a series and
 * its curve, and nothing of before.
 */
import { BucketCurve } from '#/core/logged/bucketCurve';
import {
  joinSeries,
  type LoggedSeries,
  packSeries,
  seriesOfPoints,
  sliceSeries,
  unpackSeries,
} from '#/core/logged/series';
import type { SeriesColumns } from '#/core/logged/series';
import type { ChunkSpan, MetricChunkRow, MetricCurveRow, RelaxedDatabase } from '../schema';

const chunkPoints = 4096;

/** Inside a transaction over the tables of metrics; `more` comes after the tail. */
export async function packTail(
  { metrics, metricNames, metricCurves, metricChunks, metricHistograms }: RelaxedDatabase,
  runId: string,
  more: readonly LoggedSeries[] = [],
): Promise<void> {
  const tail = await metrics.where('runId').equals(runId).sortBy('id');
  const added = joinedByName([...seriesOfPoints(tail.flatMap(({ points }) => points)), ...more]);
  if (tail.length === 0 && added.length === 0) return;
  const before = await metricCurves.where('runId').equals(runId).toArray();
  const byName = new Map(before.map((row) => [row.name, row]));
  let order = Math.max(-1, ...before.map((row) => row.order));
  const curves: MetricCurveRow[] = [];
  const chunks: MetricChunkRow[] = [];
  for (const series of added) {
    const row = byName.get(series.name) ?? { runId, name: series.name, order: ++order, chunks: [] };
    const last = row.chunks.at(-1);
    const isOpen = last !== undefined && last.count < chunkPoints;
    const open = isOpen ? await metricChunks.get([runId, series.name, last.number]) : undefined;
    const kept = open ? row.chunks.slice(0, -1) : row.chunks;
    const made = chunksOf(
      open ? joinSeries([unpackSeries(open), series]) : series,
      open?.number ?? (last?.number ?? -1) + 1,
    );
    chunks.push(
      ...made.map(({ span, packed }) => ({ runId, name: series.name, number: span.number, ...packed })),
    );
    const curve = new BucketCurve('curve' in row ? row.curve : undefined);
    curve.add(series);
    curves.push({ ...row, curve: curve.pack(), chunks: [...kept, ...made.map(({ span }) => span)] });
  }
  await metricChunks.bulkPut(chunks);
  await metricCurves.bulkPut(curves);
  const names = curves.map(({ name }) => name).filter((name) => !byName.has(name));
  if (names.length > 0) await metricNames.put({ runId, names: [...byName.keys(), ...names] });
  const histograms = tail.flatMap((batch) => batch.histograms ?? []);
  if (histograms.length > 0) await metricHistograms.add({ runId, histograms });
  await metrics.bulkDelete(tail.flatMap(({ id }) => id ?? []));
}

/** A series whose points are others now: its curve and chunks anew. */
export function seriesAnew(
  { runId, name, order }: MetricCurveRow,
  series: SeriesColumns,
): { row: MetricCurveRow; chunks: MetricChunkRow[] } {
  const made = chunksOf(series, 0);
  const curve = new BucketCurve();
  curve.add(series);
  return {
    row: { runId, name, order, curve: curve.pack(), chunks: made.map(({ span }) => span) },
    chunks: made.map(({ span, packed }) => ({ runId, name, number: span.number, ...packed })),
  };
}

function chunksOf(series: SeriesColumns, firstNumber: number) {
  const made = [];
  const count = series.values.length;
  for (let at = 0; at < count; at += chunkPoints) {
    const part = sliceSeries(series, at, Math.min(count, at + chunkPoints));
    const span: ChunkSpan = {
      number: firstNumber + made.length,
      count: part.values.length,
      steps: spanOf(part.steps),
      epochs: spanOf(part.epochs),
    };
    made.push({ span, packed: packSeries(part) });
  }
  return made;
}

function spanOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return [low, high];
}

/** In the order in which names first come. */
export function joinedByName(series: readonly LoggedSeries[]): LoggedSeries[] {
  const byName = new Map<string, LoggedSeries[]>();
  for (const one of series) {
    const there = byName.get(one.name);
    if (there) there.push(one);
    else byName.set(one.name, [one]);
  }
  return [...byName].map(([name, parts]) => ({ name, ...joinSeries(parts) }));
}
