/**
 * Words and signs: letters, digits and the marks on them belong together, an apostrophe between letters too; every other
 * visible sign stands alone, and so does each character of Chinese and Japanese, which write no spaces. Blanks and
 * control characters only divide. The same expression works in JavaScript and in Oniguruma, which Hugging Face's
 * library for Rust and Python uses.
 */
const han = '぀-ヿ㐀-䶿一-鿿豈-﫿𠀀-𯨟';
const letter = String.raw`(?:(?![${han}])[\p{L}\p{M}\p{N}])`;

export const wordPattern = String.raw`[${han}]|${letter}+(?:['’]${letter}+)*|[^\p{L}\p{M}\p{N}\p{Z}\p{Cc}\p{Cf}]`;

const words = new RegExp(wordPattern, 'gu');

export const wordPieces = (text: string): readonly string[] => text.match(words) ?? [];

export const splitAtWords = {
  type: 'Split',
  pattern: { Regex: wordPattern },
  behavior: 'Removed',
  invert: true,
};
