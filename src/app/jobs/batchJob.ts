/** A file of raw rows through a model; the work is batchRows.ts, loaded when it begins. */
import { z } from 'zod';
import { tableFormats } from '#/core/protocol/dataApi';
import { wrongCells } from './batchFieldsJob';
import { defineJob } from './jobDef';

export const batchInput = z.object({
  modelVersionId: z.string(),
  fileName: z.string(),
  format: z.string().optional(),
  outputFormat: z.enum(tableFormats).optional(),
  wrongCells: z.enum(wrongCells).optional(),
});
export type BatchInput = z.infer<typeof batchInput>;

export const batchJob = defineJob<BatchInput>({
  type: 'batch',
  word: 'batch',
  lane: 'tab',
  pausable: false,
  input: batchInput,
  lostHint: 'Choose the file again.',
  page: ({ modelId }) => (modelId ? `/predict?model=${modelId}&tab=many` : undefined),
  notice: { open: 'Show jobs', to: '/monitor' },
  run: async (context, input) => (await import('./batchRows')).batchRows(context, input),
});
