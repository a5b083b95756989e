/**
 * The contract of a tokeniser: how a text falls into pieces, what its tokens are, learnt from pieces, and how the file
 * says so that Hugging Face's library reads (tokenizer.json). Both give the same ids: tokenizers.test.ts holds them
 * against each other.
 */
import type { z } from 'zod';
import type { fittedTokenizer } from './fittedTokenizer';

export type FittedTokenizer = z.infer<typeof fittedTokenizer>;

/** What its model, its way of splitting and its way back are called in tokenizer.json. */
export interface TokenizerParts {
  pre_tokenizer: object;
  model: object;
  decoder: object;
}

export interface TokenizerDef {
  type: string;
  title: string;
  /** One line for the chooser. */
  summary: string;
  /** Tokens never reach over the end of a piece. */
  pieces(text: string): readonly string[];
  /** `counts`: how often each piece stands in the texts to learn from. Tokens begin with `specialTokens`. */
  fit(counts: ReadonlyMap<string, number>, size: number): Pick<FittedTokenizer, 'tokens' | 'merges'>;
  /** Ids of a piece. */
  open(fitted: FittedTokenizer): (piece: string) => readonly number[];
  /** Tokens back to a text; what is written of single ones, too. */
  join(tokens: readonly string[]): string;
  parts(fitted: FittedTokenizer, vocab: Record<string, number>): TokenizerParts;
}
