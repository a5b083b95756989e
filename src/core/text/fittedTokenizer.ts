/** A tokeniser as it is stored with a model version. */
import { z } from 'zod';

export const padToken = '[PAD]';
export const unknownToken = '[UNK]';
/** No text is ever read as one of them. */
export const specialTokens: readonly string[] = [padToken, unknownToken];
export const padId = 0;
export const unknownId = 1;

export const fittedTokenizer = z.strictObject({
  type: z.string(),
  lowercase: z.boolean(),
  /** By id. */
  tokens: z.array(z.string()).min(specialTokens.length),
  /** Of byte pairs, earliest first, flat: the ids of left and right. */
  merges: z.array(z.int().min(0)).optional(),
});
