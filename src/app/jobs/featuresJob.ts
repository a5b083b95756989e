/** What the samples of a dataset come to at a layer of a network, as a table of its own; the work is features.ts, loaded when it begins. */
import { z } from 'zod';
import { poolings } from '#/core/protocol/predict';
import { defineJob } from './jobDef';

const input = z.object({
  modelVersionId: z.string(),
  datasetVersionId: z.string(),
  cut: z.string(),
  pooled: z.enum(poolings),
  /** The table that is made. */
  datasetId: z.string(),
});
export type FeaturesInput = z.infer<typeof input>;

export const featuresJob = defineJob<FeaturesInput>({
  type: 'features',
  word: 'features',
  lane: 'beside',
  pausable: false,
  input,
  lostHint: 'Resume the job: it begins anew.',
  page: ({ datasetId }) => (datasetId ? `/data/${datasetId}` : undefined),
  notice: { open: 'Open' },
  run: async (context, input) => (await import('./features')).features(context, input),
  async discard({ storage }, _job, { datasetId }, why) {
    if (why === 'interrupted') return;
    const dataset = await storage.datasets.get(datasetId);
    if (dataset && !dataset.latestVersionId) await storage.datasets.delete(datasetId);
    await storage.collectGarbage({ graceMs: 0 });
  },
});
