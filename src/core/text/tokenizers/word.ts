import { specialTokens } from '../fittedTokenizer';
import { mostFrequent } from '../mostFrequent';
import type { TokenizerDef } from '../tokenizerDef';
import {
  joinWordPieces,
  longestWord,
  openWordPieces,
  wordPieceDecoder,
  wordPieceModel,
} from '../wordPieceModel';
import { splitAtWords, wordPieces } from '../wordPattern';

export const word: TokenizerDef = {
  type: 'word',
  title: 'Words',
  summary: 'Whole words and signs; a word that training rarely saw is unknown. The clearest to look at.',
  pieces: wordPieces,
  fit(counts, size) {
    const usual = new Map([...counts].filter(([piece]) => Array.from(piece).length <= longestWord));
    return { tokens: [...specialTokens, ...mostFrequent(usual, size - specialTokens.length)] };
  },
  open: ({ tokens }) => openWordPieces(tokens),
  join: joinWordPieces,
  // Without tokens that go on, a word is in the vocabulary or unknown.
  parts: (_fitted, vocab) => ({
    pre_tokenizer: splitAtWords,
    model: wordPieceModel(vocab),
    decoder: wordPieceDecoder,
  }),
};
