/** All samples of a dataset (or a part of them) through a model; the work is batchFields.ts, loaded when it begins. */
import { z } from 'zod';
import { tableFormats } from '#/core/protocol/dataApi';
import type { Job } from '#/core/protocol/job';
import { defineJob } from './jobDef';

const range = z.tuple([z.int(), z.int()]);
export const batchFieldsInput = z.object({
  modelVersionId: z.string(),
  datasetVersionId: z.string(),
  recordings: range.optional(),
  times: range.optional(),
  outputFormat: z.enum(tableFormats).optional(),
});
export type BatchFieldsInput = z.infer<typeof batchFieldsInput>;

export const batchFieldsJob = defineJob<BatchFieldsInput>({
  type: 'batchFields',
  word: 'batch',
  lane: 'beside',
  pausable: true,
  input: batchFieldsInput,
  lostHint: 'Resume the job: it continues after the last samples it stored.',
  run: async (context, input) => (await import('./batchFields')).batchFields(context, input),
  async discard({ storage }, job: Job, _input, why) {
    // A failed one goes on where it was.
    if (why === 'cancelled') await storage.jobs.update(job.id, { files: [] });
  },
  page: ({ modelId }) => (modelId ? `/predict?model=${modelId}&tab=many` : undefined),
  notice: { open: 'Show' },
});
