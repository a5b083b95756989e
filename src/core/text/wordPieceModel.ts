/** The longest token a word begins with, then the longest the rest does, which is written with ## (Wu et al. 2016). */
import { unknownId, unknownToken } from './fittedTokenizer';

/** Longer words are unknown. */
export const longestWord = 100;
export const continuing = '##';

export function openWordPieces(tokens: readonly string[]): (piece: string) => readonly number[] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  return (piece) => {
    const whole = ids.get(piece);
    const characters = Array.from(piece.length > 2 * longestWord ? '' : piece);
    if (characters.length > longestWord || characters.length === 0) return [unknownId];
    if (whole !== undefined) return [whole];
    const found: number[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = characters.length;
      let id: number | undefined;
      for (; end > start; end--) {
        id = ids.get(`${start > 0 ? continuing : ''}${characters.slice(start, end).join('')}`);
        if (id !== undefined) break;
      }
      if (id === undefined) return [unknownId];
      found.push(id);
      start = end;
    }
    return found;
  };
}

export const wordPieceModel = (vocab: Record<string, number>) => ({
  type: 'WordPiece',
  unk_token: unknownToken,
  continuing_subword_prefix: continuing,
  max_input_chars_per_word: longestWord,
  vocab,
});

/** With a blank before each token that does not go on. */
export const joinWordPieces = (tokens: readonly string[]): string =>
  tokens
    .map((token, i) => (i === 0 ? token : token.startsWith(continuing) ? token.slice(2) : ` ${token}`))
    .join('');

export const wordPieceDecoder = { type: 'WordPiece', prefix: continuing, cleanup: false };
