/**
 * The encoding of a text that is no Unicode. Of the East Asian ones, those whose bytes are valid and mostly
 * letters in daily use; of the others, the one in which the letters are those of one language and stand where
 * letters stand. What fits nearly as well is named as a doubt.
 */
import type { Ambiguity } from '#/core/reading/reading';
import { type Alphabet, alphabets } from './alphabets';
import { shareOfDaily } from './dailyLetters';
import { scoreWide, wideEncodings } from './scoreWide';

interface Guess {
  encoding: string;
  score: number;
  text: string;
}

const sampleBytes = 16_384;
/** A second guess this close makes a doubt; where hardly any letters speak, one not so close. */
const close = 0.04;
const closeToFew = 0.15;
const fewLetters = 2;
/** Of letters in daily use, beside their place in the table. */
const dailyWeight = 0.15;

export function guessLegacy(head: Uint8Array): { encoding: string; doubt?: Ambiguity } {
  const sample = sampleOf(head);
  const guesses: Guess[] = [];
  for (const encoding of wideEncodings) {
    const score = scoreWide(encoding, sample);
    if (score === 0) continue;
    const text = decode(encoding, sample);
    guesses.push({ encoding, score: score + dailyWeight * shareOfDaily(encoding, text), text });
  }
  for (const [encoding, languages] of alphabets) {
    const text = decode(encoding, sample);
    const score = Math.max(...languages.map((letters) => scoreLetters(text, letters)));
    guesses.push({ encoding, score, text });
  }
  guesses.sort((a, b) => b.score - a.score);
  const [best, ...others] = guesses as [Guess, ...Guess[]];
  const letters = new Set(sample.filter((byte) => byte > 0x7f));
  const margin = letters.size <= fewLetters ? closeToFew : close;
  const near = others
    .filter(({ score, text }) => score > best.score - margin && text !== best.text)
    .slice(0, 2);
  if (near.length === 0) return { encoding: best.encoding };
  const readings = [best, ...near].map(({ encoding, text }) => ({ value: encoding, example: excerpt(text) }));
  return {
    encoding: best.encoding,
    doubt: { option: 'encoding', readings, evidence: 'These encodings fit about as well.' },
  };
}

const decode = (encoding: string, bytes: Uint8Array): string =>
  new TextDecoder(encoding).decode(bytes, { stream: true });

/** The lines with anything beyond ASCII. */
function sampleOf(head: Uint8Array): Uint8Array {
  if (head.length <= sampleBytes) return head;
  const first = head.findIndex((byte) => byte > 0x7f);
  const start = Math.max(0, head.lastIndexOf(10, first) + 1);
  return head.subarray(start, start + sampleBytes);
}

const excerpt = (text: string): string => {
  const cells = text.split(/[\n\r,;\t"]/);
  return (cells.find((cell) => /\P{ASCII}/u.test(cell)) ?? '').trim().slice(0, 30);
};

const neutral = /[\u2010-\u2026\u2030\u2039\u203a\u20ac\u2122«»§©®°±²³µ·£¥¢½¼¾\u00a0ªº†‡•×÷№]/;

/** 1 when all letters beyond ASCII are of the alphabet and stand where letters stand; less for each that does not. */
function scoreLetters(text: string, { letters, frequent, prior = 0, ranked }: Alphabet): number {
  // In a text of capitals alone, they say nothing.
  const small = /(?![a-z])\p{Ll}/u.test(text);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char <= '\x7f') continue;
    count++;
    const before = text[i - 1] ?? ' ';
    const after = text[i + 1] ?? ' ';
    const lower = char.toLowerCase();
    if (char === '\ufffd' || (char >= '\x80' && char < '\xa0')) sum -= 1;
    else if (letters.includes(lower)) {
      const rank = frequent.indexOf(lower);
      sum += rank < 0 ? 0.8 : ranked ? 1.05 - (0.5 * rank) / frequent.length : 1;
      // A capital letter behind a small one.
      if (char !== lower && /\p{Ll}/u.test(before)) sum -= 1.2;
      else if (char !== lower && small && /\p{Lu}/u.test(before)) sum -= 0.15;
      if (letters.length > 24 && (/[a-zA-Z]/.test(before) || /[a-zA-Z]/.test(after))) sum -= 1;
    } else if (neutral.test(char))
      sum += /\p{L}/u.test(before) && /\p{L}/u.test(after) && char !== '’' ? -0.6 : 0.7;
    else sum -= /\p{L}/u.test(char) ? 0.3 : 0.8;
  }
  return count === 0 ? prior : sum / count + prior;
}
