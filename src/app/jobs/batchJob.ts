/** A file of raw rows through a model; the work is batchRows.ts, loaded when it begins. */
import { z } from 'zod';
import { tableFormats } from '#/core/protocol/dataApi';
import { defineJob } from './jobDef';

const input = z.object({
  modelVersionId: z.string(),
  fileName: z.string(),
  format: z.string().optional(),
  outputFormat: z.enum(tableFormats).optional(),
});
export type BatchInput = z.infer<typeof input>;

export const batchJob = defineJob<BatchInput>({
  type: 'batch',
  word: 'batch',
  lane: 'tab',
  pausable: false,
  input,
  lostHint: 'Choose the file again.',
  page: ({ modelId }) => (modelId ? `/predict?model=${modelId}&tab=many` : undefined),
  notice: { open: 'Show jobs', to: '/monitor' },
  run: async (context, input) => (await import('./batchRows')).batchRows(context, input),
});
