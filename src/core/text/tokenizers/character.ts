import { specialTokens } from '../fittedTokenizer';
import { mostFrequent } from '../mostFrequent';
import type { TokenizerDef } from '../tokenizerDef';
import { openWordPieces, wordPieceModel } from '../wordPieceModel';

export const character: TokenizerDef = {
  type: 'character',
  title: 'Characters',
  summary: 'Each character is a token: few tokens, long sequences; for spelling, codes and short names.',
  pieces: (text) => Array.from(text),
  fit: (counts, size) => ({
    tokens: [...specialTokens, ...mostFrequent(counts, size - specialTokens.length)],
  }),
  open: ({ tokens }) => openWordPieces(tokens),
  join: (tokens) => tokens.join(''),
  parts: (_fitted, vocab) => ({
    pre_tokenizer: {
      type: 'Split',
      pattern: { Regex: String.raw`[\s\S]` },
      behavior: 'Isolated',
      invert: false,
    },
    // Pieces of one character: each is a whole word of the model.
    model: wordPieceModel(vocab),
    decoder: { type: 'Fuse' },
  }),
};
