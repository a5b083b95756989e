import type { MetricRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';

export function metricRepository({ relaxed }: StorageContext): MetricRepository {
  const { metrics } = relaxed;
  const ofRun = (runId: string) => metrics.where('runId').equals(runId);
  return {
    async append(runId, points, histograms = []) {
      if (points.length + histograms.length === 0) return;
      await metrics.add({ runId, points, ...(histograms.length > 0 && { histograms }) });
    },

    async list(runId, names) {
      const batches = await ofRun(runId).sortBy('id');
      const points = batches.flatMap((batch) => batch.points);
      if (!names) return points;
      const wanted = new Set(names);
      return points.filter((point) => wanted.has(point.name));
    },

    histograms: async (runId) => (await ofRun(runId).sortBy('id')).flatMap((batch) => batch.histograms ?? []),

    truncate: async (runId, afterStep) =>
      await relaxed.transaction('rw', metrics, async () => {
        for (const { histograms = [], ...batch } of await ofRun(runId).toArray()) {
          const points = batch.points.filter((point) => point.step <= afterStep);
          const kept = histograms.filter((histogram) => histogram.step <= afterStep);
          if (points.length === batch.points.length && kept.length === histograms.length) continue;
          if (points.length + kept.length > 0)
            await metrics.put({ ...batch, points, ...(kept.length > 0 && { histograms: kept }) });
          else if (batch.id !== undefined) await metrics.delete(batch.id);
        }
      }),

    async delete(runId) {
      await ofRun(runId).delete();
      await relaxed.snapshots.where('runId').equals(runId).delete();
    },
  };
}
