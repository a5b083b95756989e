/** What a person sees of a dataset of texts beside its rows: its tokens, as a tokeniser learns them of it. */
import { z } from 'zod';

export const textView = z.strictObject({
  tokenizer: z.string().default('word'),
  vocabulary: z.int().min(16).max(100_000).default(8000),
  lowercase: z.boolean().default(true),
  /** The row whose tokens are wanted. */
  row: z.int().min(0).optional(),
});
export type TextView = z.infer<typeof textView>;

export interface ShownToken {
  id: number;
  text: string;
}

export interface TextLook {
  /** Texts that were looked at: the first ones, of very many. */
  texts: number;
  empty: number;
  /** Different tokens that were learnt. */
  vocabulary: number;
  /** Share of all tokens that the vocabulary does not hold. */
  unknown: number;
  /** Of the texts by their number of tokens. */
  lengths: { min: number; median: number; p95: number; max: number; edges: number[]; counts: number[] };
  /** The most frequent ones, with how often they stand there. */
  frequent: (ShownToken & { count: number })[];
  /** Of the row. */
  tokens?: { all: number; first: ShownToken[] };
}
