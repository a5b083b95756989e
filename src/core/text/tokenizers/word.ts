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
    const usual = [...counts].filter(([piece]) => Array.from(piece).length <= longestWord);
    // What stands once in all texts stands for what is unknown, or nothing would be learnt about that.
    const repeated = usual.filter(([, count]) => count > 1);
    const kept = new Map(repeated.length > 0 ? repeated : usual);
    return { tokens: [...specialTokens, ...mostFrequent(kept, size - specialTokens.length)] };
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
