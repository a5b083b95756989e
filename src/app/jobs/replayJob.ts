/** Logged rows through two versions of a model. The report is a file of the job; its result is short. */
import { z } from 'zod';
import { defineJob } from './jobDef';

const input = z.object({
  modelId: z.string(),
  firstId: z.string(),
  secondId: z.string(),
  /** Whose log is replayed. */
  streamOf: z.string(),
  newest: z.int().min(1).optional(),
});
export type ReplayInput = z.infer<typeof input>;

export const replayJob = defineJob<ReplayInput>({
  type: 'replay',
  word: 'replay',
  lane: 'beside',
  pausable: false,
  input,
  lostHint: 'Try again: it starts anew.',
  page: ({ modelId }) => (modelId ? `/models/${modelId}?tab=use` : undefined),
  notice: { open: 'Show' },
  run: async (context, input) => (await import('./replayRows')).replayRows(context, input),
});
