/** How many characters of a text each token of a tokeniser stands for, by id. */
import { byteCharacters } from './byteAlphabet';
import { padId, unknownId } from './fittedTokenizer';
import type { FittedTokenizer } from './tokenizerDef';

/** Bytes that go on with a character of UTF-8 begin none. */
const goesOn = new Set(byteCharacters.filter((_, byte) => byte >= 0x80 && byte < 0xc0));

export function charactersOf({ tokens, merges }: FittedTokenizer): number[] {
  const ofBytes = merges !== undefined;
  return tokens.map((token, id) => {
    if (id === padId) return 0;
    if (id === unknownId) return 1;
    const letters = Array.from(token);
    return ofBytes ? letters.filter((letter) => !goesOn.has(letter)).length : letters.length;
  });
}
