import { expect, it } from 'vitest';
import { uniforms } from '../random/random';
import { sampleToken } from './sampleToken';

const logits = [0, Math.log(2), Math.log(5), Math.log(2)];
const shares = (temperature: number, topK: number, allowed?: (id: number) => boolean) => {
  const counts = [0, 0, 0, 0];
  for (const draw of uniforms(1, 'draws', 0, 10_000)) {
    const id = sampleToken(logits, { temperature, topK }, draw, allowed);
    counts[id] = (counts[id] ?? 0) + 1e-4;
  }
  return counts.map((share) => Math.round(share * 50) / 50);
};

it('draws as often as the probabilities say', () => {
  expect(shares(1, 0)).toEqual([0.1, 0.2, 0.5, 0.2]);
});

it('draws of the likeliest only, flatter or sharper by temperature', () => {
  expect(shares(1, 2)[0]).toBe(0);
  expect(shares(0, 0)).toEqual([0, 0, 1, 0]);
  expect(shares(100, 0)).toEqual([0.24, 0.26, 0.26, 0.26].map(() => expect.closeTo(0.25, 1)));
});

it('never draws what is not allowed', () => {
  expect(shares(1, 0, (id) => id !== 2)[2]).toBe(0);
});
