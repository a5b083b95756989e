/** A search over settings as a job. What it does is loaded when it runs: samplers and families are no part of the first load. */
import type { z } from 'zod';
import { defineJob } from './jobDef';
import { trainInput } from './trainJob';

const sweepInput = trainInput.omit({
  fold: true,
  inherit: true,
  madeModel: true,
  startFrom: true,
  transfer: true,
});
export type SweepInput = z.infer<typeof sweepInput>;

export const sweepJob = defineJob<SweepInput>({
  type: 'sweep',
  word: 'search',
  lane: 'parent',
  pausable: true,
  input: sweepInput,
  lostHint: 'Resume the job: trials that were trained stay as they are.',
  page: ({ runId }) => (runId ? `/runs/${runId}` : undefined),
  notice: { open: 'Open search', alsoFailed: true },
  async run(context, input) {
    const { runSweep } = await import('../sweeps/runSweep');
    return await runSweep(context, input);
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
