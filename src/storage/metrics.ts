import type { LoggedSeries } from '#/core/logged/series';
import type { MetricPoint } from '#/core/protocol/model';
import type { MetricRepository } from '#/core/protocol/storage';
import { packTail } from './metrics/packTail';
import { readCurves, readWindows } from './metrics/readCurves';
import { namesOfRuns } from './metrics/readNames';
import { seriesOfRun } from './metrics/readSeries';
import { truncateMetrics } from './metrics/truncate';
import { metricTables, tablesOfRuns } from './schema';
import type { StorageContext } from './storageContext';

/** A tail longer than this is packed. */
const tailPoints = 4_000;
const tailBatches = 64;
/** More at once need not lie in the tail first. */
const manyPoints = 1_000;

export function metricRepository({ relaxed }: StorageContext): MetricRepository {
  const { metrics, metricHistograms } = relaxed;
  const tables = metricTables(relaxed);
  const ofRun = (runId: string) => metrics.where('runId').equals(runId);
  /** What this thread appended since it last packed. */
  const unpacked = new Map<string, { points: number; batches: number }>();

  const pack = async (runId: string, more?: readonly LoggedSeries[]): Promise<void> => {
    await relaxed.transaction('rw', tables, () => packTail(relaxed, runId, more));
    unpacked.delete(runId);
  };
  const series = (runId: string, names?: readonly string[]) =>
    relaxed.transaction('r', tables, () => seriesOfRun(relaxed, runId, names));

  return {
    async append(runId, points, histograms = []) {
      if (points.length + histograms.length === 0) return;
      await metrics.add({ runId, points, ...(histograms.length > 0 && { histograms }) });
      const since = unpacked.get(runId) ?? { points: 0, batches: 0 };
      since.points += points.length;
      since.batches++;
      unpacked.set(runId, since);
      if (points.length >= manyPoints || since.points >= tailPoints || since.batches >= tailBatches)
        await pack(runId);
    },

    appendSeries: async (runId, added) =>
      await pack(
        runId,
        added.filter(({ values }) => values.length > 0),
      ),

    async list(runId, names) {
      const all = await series(runId, names);
      return all.flatMap((one) => pointsOf(runId, one));
    },

    series: async (runId, names) => await series(runId, names),

    names: async (runIds) => await relaxed.transaction('r', tables, () => namesOfRuns(relaxed, runIds)),

    curves: async (runIds, name) =>
      await relaxed.transaction('r', tables, () => readCurves(relaxed, runIds, name)),

    windows: async (runIds, name, window) =>
      await relaxed.transaction('r', tables, () => readWindows(relaxed, runIds, name, window)),

    async histograms(runId) {
      const rows = [
        ...(await metricHistograms.where('runId').equals(runId).sortBy('id')),
        ...(await ofRun(runId).sortBy('id')),
      ];
      return rows.flatMap((row) => row.histograms ?? []);
    },

    pack: async (runId) => await pack(runId),

    truncate: async (runId, afterStep) => {
      await relaxed.transaction('rw', tables, () => truncateMetrics(relaxed, runId, afterStep));
    },

    async delete(runId) {
      for (const table of tablesOfRuns(relaxed)) await table.where('runId').equals(runId).delete();
    },
  };
}

function pointsOf(runId: string, { name, steps, epochs, timestamps, values }: LoggedSeries): MetricPoint[] {
  return Array.from(values, (value, i) => ({
    runId,
    name,
    step: steps[i] as number,
    epoch: epochs[i] as number,
    timestamp: timestamps[i] as number,
    value,
  }));
}
