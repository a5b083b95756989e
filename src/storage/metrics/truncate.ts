/** Forgets what was logged after a step: in the tail, and of the series that go beyond it. */
import { filterSeries, joinSeries, unpackSeries } from '#/core/logged/series';
import type { RelaxedDatabase } from '../schema';
import { seriesAnew } from './packTail';

/** Inside a transaction over the tables of metrics. */
export async function truncateMetrics(
  { metrics, metricNames, metricCurves, metricChunks, metricHistograms }: RelaxedDatabase,
  runId: string,
  afterStep: number,
): Promise<void> {
  for (const { histograms = [], ...batch } of await metrics.where('runId').equals(runId).toArray()) {
    const points = batch.points.filter((point) => point.step <= afterStep);
    const kept = histograms.filter((histogram) => histogram.step <= afterStep);
    if (points.length === batch.points.length && kept.length === histograms.length) continue;
    if (points.length + kept.length > 0)
      await metrics.put({ ...batch, points, ...(kept.length > 0 && { histograms: kept }) });
    else if (batch.id !== undefined) await metrics.delete(batch.id);
  }
  for (const { id, histograms } of await metricHistograms.where('runId').equals(runId).toArray()) {
    const kept = histograms.filter((histogram) => histogram.step <= afterStep);
    if (id !== undefined && kept.length < histograms.length)
      await metricHistograms.put({ id, runId, histograms: kept });
  }
  const gone = new Set<string>();
  for (const row of await metricCurves.where('runId').equals(runId).toArray()) {
    if (row.chunks.every(({ steps: [, last] }) => last <= afterStep)) continue;
    const keys = row.chunks.map(({ number }): [string, string, number] => [runId, row.name, number]);
    const chunks = (await metricChunks.bulkGet(keys)).flatMap((chunk) =>
      chunk ? [unpackSeries(chunk)] : [],
    );
    const whole = joinSeries(chunks);
    const kept = filterSeries(whole, (i) => (whole.steps[i] as number) <= afterStep);
    await metricChunks.bulkDelete(keys);
    if (kept.values.length === 0) {
      await metricCurves.delete([runId, row.name]);
      gone.add(row.name);
      continue;
    }
    const anew = seriesAnew(row, kept);
    await metricChunks.bulkPut(anew.chunks);
    await metricCurves.put(anew.row);
  }
  const named = gone.size > 0 ? await metricNames.get(runId) : undefined;
  if (named) await metricNames.put({ runId, names: named.names.filter((name) => !gone.has(name)) });
}
