/**
 * An ensemble whose members have no rows left that could say how much each counts: each is cross-validated first, then
 * they are weighed by what the folds held out.
 */
import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Storage } from '#/core/protocol/storage';
import { defineJob } from './jobDef';

const part = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  input: z.unknown(),
  datasetId: z.string(),
  modelId: z.string(),
  runId: z.string(),
});
const combineInput = z.object({ folds: z.array(part), training: part });
type CombineInput = z.infer<typeof combineInput>;

export const combineJob = defineJob<CombineInput>({
  type: 'combine',
  word: 'combine',
  lane: 'parent',
  pausable: true,
  input: combineInput,
  lostHint: 'Resume the job: folds that were trained stay as they are.',
  page: ({ runId }) => (runId ? `/runs/${runId}` : undefined),
  notice: { open: 'Open run', alsoFailed: true },
  async run(context, { folds, training }) {
    context.expectChildren(folds.length + 1);
    const begun: Job[] = [];
    for (const one of folds) begun.push(await context.child(one.runId, one));
    for (const job of begun) completed(await context.ended(job));
    return completed(await context.ended(await context.child(training.runId, training))).result;
  },
  async discard({ storage }, job, { folds, training }, why) {
    const ended = { status: why === 'cancelled' ? 'killed' : 'failed', finishedAt: Date.now() } as const;
    for (const { runId, modelId } of [...folds, training]) {
      if (await storage.runs.get(runId))
        await storage.runs.update(runId, (run) =>
          run.status === 'running' ? { ...ended, error: job.error } : undefined,
        );
      if (why === 'cancelled') await withoutEmpty(storage, modelId);
    }
  },
});

function completed(job: Job): Job {
  if (job.status === 'completed') return job;
  throw new TetradError({
    code: 'internal',
    ...job.error,
    message: job.error?.message ?? `“${job.title}” is ${job.status}, so the members cannot be weighed.`,
    place: [job.title, job.error?.place].filter(Boolean).join(', '),
    hint: job.error?.hint ?? 'Combine them again, or choose voting, which learns nothing.',
  });
}

async function withoutEmpty({ models }: Storage, id: string): Promise<void> {
  if ((await models.get(id)) && (await models.versions(id)).length === 0) await models.delete(id);
}
