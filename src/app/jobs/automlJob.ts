/** The search for the best model as a job. What it does is loaded when it runs: families and samplers are no part of the first load. */
import type { z } from 'zod';
import { defineJob } from './jobDef';
import { trainInput } from './trainJob';

const automlInput = trainInput.pick({
  runId: true,
  modelId: true,
  datasetVersionId: true,
  target: true,
  task: true,
  features: true,
  config: true,
});
export type AutomlInput = z.infer<typeof automlInput>;

export const automlJob = defineJob<AutomlInput>({
  type: 'automl',
  word: 'best model',
  lane: 'parent',
  pausable: true,
  input: automlInput,
  lostHint: 'Resume the job: models that were trained stay as they are.',
  page: ({ runId }) => (runId ? `/runs/${runId}` : undefined),
  notice: { open: 'Open leaderboard', alsoFailed: true },
  async run(context, input) {
    const { runAutoml } = await import('../automl/runAutoml');
    return await runAutoml(context, input);
  },
  async discard({ storage }, job, { runId, modelId }, why) {
    if (await storage.runs.get(runId))
      await storage.runs.update(runId, {
        status: why === 'cancelled' ? 'killed' : 'failed',
        finishedAt: Date.now(),
        error: job.error,
      });
    if (why !== 'cancelled' || (await storage.models.versions(modelId)).length > 0) return;
    if (await storage.models.get(modelId)) await storage.models.delete(modelId);
  },
});
