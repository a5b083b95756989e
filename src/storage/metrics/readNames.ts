/** What runs logged, by name: a small row each, and what lies in the tail. */
import type { MetricNamesRow, RelaxedDatabase } from '../schema';

/** Inside a transaction over the tables of metrics. Sorted. */
export async function namesOfRuns(relaxed: RelaxedDatabase, runIds: readonly string[]): Promise<string[][]> {
  const rows = await relaxed.metricNames.bulkGet([...runIds]);
  return await Promise.all(
    runIds.map(async (runId, at) => {
      const [packed, tail] = await Promise.all([
        rows[at]?.names ?? namesOfCurves(relaxed, runId),
        relaxed.metrics.where('runId').equals(runId).toArray(),
      ]);
      const inTail = tail.flatMap(({ points }) => points.map(({ name }) => name));
      return [...new Set([...packed, ...inTail])].sort();
    }),
  );
}

async function namesOfCurves({ metricCurves }: RelaxedDatabase, runId: string): Promise<string[]> {
  const keys = (await metricCurves.where('runId').equals(runId).primaryKeys()) as [string, string][];
  return keys.map(([, name]) => name);
}

/** Of runs that were packed before names had a row of their own. */
export async function keepNames(relaxed: RelaxedDatabase): Promise<void> {
  const { metricNames, metricCurves } = relaxed;
  const runIds = (await metricCurves.orderBy('runId').uniqueKeys()) as string[];
  const known = new Set(await metricNames.toCollection().primaryKeys());
  for (const runId of runIds.filter((id) => !known.has(id)))
    await relaxed.transaction('rw', [metricNames, metricCurves], async () => {
      const row: MetricNamesRow = { runId, names: await namesOfCurves(relaxed, runId) };
      if (!(await metricNames.get(runId)) && row.names.length > 0) await metricNames.put(row);
    });
}
