/** Whole series of a run: its chunks, and what lies in the tail. */
import { type LoggedSeries, joinSeries, seriesOfPoints, unpackSeries } from '#/core/logged/series';
import type { MetricChunkRow, RelaxedDatabase } from '../schema';
import { joinedByName } from './packTail';

/** Inside a transaction over the tables of metrics. In the order in which the series were first logged. */
export async function seriesOfRun(
  { metrics, metricCurves, metricChunks }: RelaxedDatabase,
  runId: string,
  names?: readonly string[],
): Promise<LoggedSeries[]> {
  const wanted = names && new Set(names);
  const rows = names
    ? (await metricCurves.bulkGet(names.map((name) => [runId, name] as [string, string]))).flatMap(
        (row) => row ?? [],
      )
    : await metricCurves.where('runId').equals(runId).toArray();
  rows.sort((a, b) => a.order - b.order);
  const packed: LoggedSeries[] = [];
  for (const { name } of rows) {
    const chunks = await chunksOfSeries(metricChunks, runId, name);
    packed.push({ name, ...joinSeries(chunks.map(unpackSeries)) });
  }
  const tail = await metrics.where('runId').equals(runId).sortBy('id');
  const points = tail.flatMap((batch) => batch.points).filter(({ name }) => !wanted || wanted.has(name));
  return joinedByName([...packed, ...seriesOfPoints(points)]);
}

const chunksOfSeries = (
  chunks: RelaxedDatabase['metricChunks'],
  runId: string,
  name: string,
): PromiseLike<MetricChunkRow[]> =>
  chunks
    .where('[runId+name+number]')
    .between([runId, name, Number.NEGATIVE_INFINITY], [runId, name, Number.POSITIVE_INFINITY])
    .toArray();
