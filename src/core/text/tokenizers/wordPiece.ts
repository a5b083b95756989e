import { specialTokens } from '../fittedTokenizer';
import { learnMerges } from '../learnMerges';
import { mostFrequent } from '../mostFrequent';
import type { TokenizerDef } from '../tokenizerDef';
import {
  continuing,
  joinWordPieces,
  longestWord,
  openWordPieces,
  wordPieceDecoder,
  wordPieceModel,
} from '../wordPieceModel';
import { splitAtWords, wordPieces } from '../wordPattern';

/** Rarer characters make their words unknown. */
const mostCharacters = 1000;

const symbolsOf = (piece: string): string[] =>
  Array.from(piece, (character, i) => (i === 0 ? character : `${continuing}${character}`));

export const wordPiece: TokenizerDef = {
  type: 'wordPiece',
  title: 'Word pieces (WordPiece)',
  summary: 'Common words whole, others in pieces that go on with ##, as BERT reads them.',
  pieces: wordPieces,
  fit(counts, size) {
    const seen = new Map<string, number>();
    const usual = [...counts].filter(([piece]) => Array.from(piece).length <= longestWord);
    for (const [piece, count] of usual)
      for (const symbol of symbolsOf(piece)) seen.set(symbol, (seen.get(symbol) ?? 0) + count);
    const alphabet = mostFrequent(seen, Math.min(mostCharacters, size - specialTokens.length)).sort();
    const tokens = [...specialTokens, ...alphabet];
    const ids = new Map(tokens.map((token, id) => [token, id]));
    const words = usual.flatMap(([piece, count]) => {
      const symbols = symbolsOf(piece).map((symbol) => ids.get(symbol) ?? -1);
      return symbols.includes(-1) ? [] : [{ symbols, count }];
    });
    learnMerges(words, tokens, size, (left, right) => `${left}${right.slice(continuing.length)}`);
    return { tokens };
  },
  open: ({ tokens }) => openWordPieces(tokens),
  join: joinWordPieces,
  parts: (_fitted, vocab) => ({
    pre_tokenizer: splitAtWords,
    model: wordPieceModel(vocab),
    decoder: wordPieceDecoder,
  }),
};
