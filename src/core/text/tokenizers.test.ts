/**
 * Our tokenisers against Hugging Face's libraries: the one for JavaScript here, the one in Rust by its answers
 * (fixtures/makeExpected.py), each reading the tokenizer.json that is written here.
 */
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { specialTokens } from './fittedTokenizer';
import { Tokenizer, TokenizerFit } from './tokenizer';
import { tokenizerJson } from './tokenizerJson';
import { tokenizers } from './tokenizers/registry';

const read = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
const { corpus, nasty } = read('texts.json') as Record<'corpus' | 'nasty', string[]>;

const sizes: Record<string, number> = { bytePair: 420, character: 60, word: 120, wordPiece: 200 };

function fitted(type: string, lowercase: boolean, vocabulary = sizes[type] ?? 100): Tokenizer {
  const fit = new TokenizerFit({ type, vocabulary, lowercase });
  for (const text of corpus) fit.add(text);
  return new Tokenizer(fit.fit());
}
const theirs = (ours: Tokenizer) => new HuggingFace(JSON.parse(tokenizerJson(ours.fitted)), {});

const kinds = tokenizers.all.flatMap(({ type }) => [
  { type, lowercase: false },
  { type, lowercase: true },
]);

describe.each(kinds)('$type, lowercase: $lowercase', ({ type, lowercase }) => {
  const ours = fitted(type, lowercase);
  const other = theirs(ours);
  const same = (text: string) => {
    const ids = ours.encode(text);
    expect(ids).toEqual(other.encode(text, { add_special_tokens: false }).ids);
    if (ids.length > 0)
      expect(ours.decode(ids)).toBe(other.decode(ids, { clean_up_tokenization_spaces: false }));
  };

  it('is the tokenizer.json that is kept', async () => {
    if (lowercase)
      await expect(tokenizerJson(ours.fitted)).toMatchFileSnapshot(`fixtures/${type}.tokenizer.json`);
    const { tokens } = ours.fitted;
    expect(tokens.slice(0, 2)).toEqual(specialTokens);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.length).toBeLessThanOrEqual(sizes[type] ?? 0);
    expect(fitted(type, lowercase).fitted).toEqual(ours.fitted);
  });

  it.each([...corpus, ...nasty].map((text) => ({ text })))('reads as theirs: $text', ({ text }) =>
    same(text),
  );

  it('reads random texts as theirs', () => {
    const letters = fc.constantFrom(...new Set(`${corpus.join('')} \n\t`));
    const mixed = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: letters, maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(fc.property(mixed, same), { numRuns: 400, seed: 7 });
  });

  it('reads what is no Unicode as the sign for it', () => {
    expect(ours.encode('a\ud800b')).toEqual(ours.encode('a\ufffdb'));
  });

  it('stops at the length that is asked for', () => {
    const text = corpus.join(' ');
    expect(ours.encode(text, 10)).toEqual(ours.encode(text).slice(0, 10));
  });
});

it('loses nothing by byte pairs', () => {
  const ours = fitted('bytePair', false);
  for (const text of [...corpus, ...nasty]) expect(ours.decode(ours.encode(text))).toBe(text);
});

it('reads a line of a million characters', () => {
  const ours = fitted('bytePair', false);
  const line = 'abcdefghij'.repeat(100_000);
  const ids = ours.encode(line);
  expect(ours.decode(ids)).toBe(line);
  for (const type of ['word', 'wordPiece']) expect(fitted(type, false).encode(line)).toEqual([1]);
});

it('learns the merges that counting by hand gives', () => {
  const fit = new TokenizerFit({ type: 'bytePair', vocabulary: 261, lowercase: false });
  for (let i = 0; i < 5; i++) fit.add('abab');
  fit.add('cd cd cd');
  const { tokens } = fit.fit();
  // ab stands ten times; then two of them five times, and " c" no more than "cd", which is older.
  expect(tokens.slice(258)).toEqual(['ab', 'abab', 'cd']);
});

const expected = read('expected.json') as {
  ids: Record<string, number[][]>;
  decoded: Record<string, string[]>;
};

it.each(tokenizers.all)('$type reads as the library in Rust does', ({ type }) => {
  const ours = fitted(type, true);
  for (const [i, text] of [...corpus, ...nasty].entries()) {
    expect(ours.encode(text), text.slice(0, 80)).toEqual(expected.ids[type]?.[i]);
    expect(ours.decode(ours.encode(text))).toBe(expected.decoded[type]?.[i]);
  }
});
