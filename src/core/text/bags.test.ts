/** Counted and weighed words against scikit-learn's CountVectorizer and TfidfVectorizer (fixtures/makeBags.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DocumentFrequency, type FittedText, textWidth, writeText } from './fittedText';
import { Tokenizer } from './tokenizer';

const read = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
const bags = read('bags.json') as {
  texts: string[];
  counts: [number, number][][];
  tfidf: [number, number][][];
  idf: number[];
};
const { vocab } = read('word.tokenizer.json').model as { vocab: Record<string, number> };
const tokens = Object.keys(vocab).sort((a, b) => (vocab[a] ?? 0) - (vocab[b] ?? 0));
const tokenizer = new Tokenizer({ type: 'word', lowercase: true, tokens });
const ids = bags.texts.map((text) => tokenizer.encode(text));

function bagOf(fitted: FittedText, row: number): [number, number][] {
  const values = new Float32Array(textWidth(fitted));
  writeText(fitted, ids[row] ?? [], values, 0);
  return [...values.entries()].filter(([, value]) => value !== 0);
}

it('counts as scikit-learn does', () => {
  expect(bags.texts.length).toBeGreaterThan(4);
  for (const [row, expected] of bags.counts.entries())
    expect(bagOf({ column: 'x', form: 'bag', tokenizer: tokenizer.fitted }, row)).toEqual(expected);
});

it('weighs as scikit-learn does', () => {
  const frequency = new DocumentFrequency(tokens.length - 2);
  for (const row of ids) frequency.add(row);
  const idf = frequency.weights();
  for (const [i, weight] of idf.entries()) expect(weight).toBeCloseTo(bags.idf[i] ?? Number.NaN, 10);
  for (const [row, expected] of bags.tfidf.entries()) {
    const found = bagOf({ column: 'x', form: 'bag', tokenizer: tokenizer.fitted, idf }, row);
    expect(found.map(([i]) => i)).toEqual(expected.map(([i]) => i));
    for (const [k, [, value]] of found.entries())
      expect(value).toBeCloseTo(expected[k]?.[1] ?? Number.NaN, 6);
  }
});

it('makes nothing of no text', () => {
  const fitted: FittedText = { column: 'x', form: 'bag', tokenizer: tokenizer.fitted, idf: bags.idf };
  const values = new Float32Array(textWidth(fitted)).fill(7);
  writeText(fitted, [], values, 0);
  expect(values.every((value) => value === 0)).toBe(true);
});
