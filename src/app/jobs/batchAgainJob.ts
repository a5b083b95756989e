/** The rows that failed in a batch, once more; their answers go into the file of that batch. The work is batchAgain.ts. */
import { z } from 'zod';
import { wrongCells } from './batchFieldsJob';
import { defineJob } from './jobDef';

const input = z.object({ batchId: z.string(), wrongCells: z.enum(wrongCells).optional() });
export type BatchAgainInput = z.infer<typeof input>;

export interface BatchAgainResult {
  batchId: string;
  asked: number;
  answered: number;
}

export const batchAgainJob = defineJob<BatchAgainInput>({
  type: 'batchAgain',
  word: 'batch',
  lane: 'beside',
  pausable: false,
  input,
  lostHint: 'Try again: the file of the batch is as it was.',
  page: ({ modelId }) => (modelId ? `/predict?model=${modelId}&tab=many` : undefined),
  notice: { open: 'Show' },
  run: async (context, input) => (await import('./batchAgain')).batchAgain(context, input),
});
