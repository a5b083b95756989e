/** What families on texts share: how texts become tokens. */
import { z } from 'zod';
import type { TextAsk } from '../text/textAsk';
import { tokenizers } from '../text/tokenizers/registry';

export const textSettings = {
  tokenizer: z
    .enum(tokenizers.all.map(({ type }) => type))
    .default('word')
    .meta({
      label: 'Tokens',
      hint: 'word: whole words. wordPiece: rare words in pieces. bytePair: down to single bytes, so that nothing is unknown. character: letter by letter.',
    }),
  vocabulary: z.int().min(16).max(100_000).default(8000).meta({
    label: 'Vocabulary',
    hint: 'Most different tokens, learnt from the training texts alone; the most frequent are kept.',
  }),
  lowercase: z
    .boolean()
    .default(true)
    .meta({ label: 'Small letters', hint: 'Capital letters count as small ones.' }),
};

export const lengthSetting = z.int().min(2).max(8192).default(256).meta({
  label: 'Length',
  hint: 'Most tokens that are read of a text, from its beginning.',
});

interface TextSettings {
  tokenizer: string;
  vocabulary: number;
  lowercase: boolean;
  length: number;
}

export const asTokens = ({ tokenizer, vocabulary, lowercase, length }: TextSettings): TextAsk => ({
  form: 'tokens',
  tokenizer,
  vocabulary,
  lowercase,
  length,
});
