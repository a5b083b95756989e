import { byteCharacters, textOfByteTokens } from '../byteAlphabet';
import { specialTokens } from '../fittedTokenizer';
import { learnMerges } from '../learnMerges';
import { mergeSymbols, mergeTable } from '../mergeSymbols';
import type { TokenizerDef } from '../tokenizerDef';

/** GPT-2's: a word with the blank before it, numbers, signs, runs of blanks. */
const pattern = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
/** What is longer says nothing about words. */
const longestLearnt = 256;

const encoder = new TextEncoder();
const symbolsOf = (piece: string): number[] =>
  Array.from(encoder.encode(piece), (byte) => specialTokens.length + byte);

export const bytePair: TokenizerDef = {
  type: 'bytePair',
  title: 'Byte pairs (BPE)',
  summary:
    'Common words whole, rare ones in parts, down to single bytes: nothing is unknown, in any language.',
  pieces: (text) => text.match(pattern) ?? [],
  fit(counts, size) {
    const tokens = [...specialTokens, ...byteCharacters];
    const words = [...counts]
      .filter(([piece]) => piece.length <= longestLearnt)
      .map(([piece, count]) => ({ symbols: symbolsOf(piece), count }));
    const merges = learnMerges(words, tokens, size, (left, right) => `${left}${right}`);
    return { tokens, merges };
  },
  open({ tokens, merges = [] }) {
    const table = mergeTable(merges, tokens);
    return (piece) => mergeSymbols(symbolsOf(piece), table);
  },
  join: textOfByteTokens,
  parts: ({ tokens, merges = [] }, vocab) => ({
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: Array.from({ length: merges.length / 2 }, (_, i) => [
        tokens[merges[2 * i] as number],
        tokens[merges[2 * i + 1] as number],
      ]),
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  }),
};
