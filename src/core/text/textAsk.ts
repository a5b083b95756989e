/**
 * How a family wants its texts: as the ids of their tokens in order, as a stream of ids that is cut into windows, or as
 * how often each stands in them.
 */
import { z } from 'zod';

export const textForms = ['tokens', 'stream', 'bag'] as const;
export const weightings = ['tfidf', 'counts'] as const;

export const textAsk = z.strictObject({
  form: z.enum(textForms),
  tokenizer: z.string(),
  vocabulary: z.int().min(2).max(1_000_000),
  lowercase: z.boolean(),
  /** Of tokens in order: most of a text. */
  length: z.int().min(1).max(100_000).optional(),
  /** Of a bag. */
  weighting: z.enum(weightings).optional(),
});
export type TextAsk = z.infer<typeof textAsk>;
