/** All samples of a dataset (or a part of them) through a model; the work is batchFields.ts, loaded when it begins. */
import { z } from 'zod';
import { tableFormats } from '#/core/protocol/dataApi';
import type { Job } from '#/core/protocol/job';
import type { FailedSummary } from './answerApart';
import type { AnswerScore } from './answerFiles';
import { defineJob } from './jobDef';

/** What becomes of a row with cells that are not what their column is of: they count as missing, unless it is left out. */
export const wrongCells = ['missing', 'unanswered'] as const;

const range = z.tuple([z.int(), z.int()]);
export const batchFieldsInput = z.object({
  modelVersionId: z.string(),
  datasetVersionId: z.string(),
  recordings: range.optional(),
  times: range.optional(),
  outputFormat: z.enum(tableFormats).optional(),
  wrongCells: z.enum(wrongCells).optional(),
});
export type BatchFieldsInput = z.infer<typeof batchFieldsInput>;

export interface BatchFieldsResult {
  fileName: string;
  /** That were answered. */
  rows: number;
  datasetId: string;
  datasetVersionId: string;
  samples: { first: number; last: number };
  score?: AnswerScore;
  warnings: string[];
  /** Samples that have no answer. */
  failed?: FailedSummary;
}

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
