import { expect, it } from 'vitest';
import { tickFormat, tickText } from './tickText';

const texts = (ticks: number[]) => ticks.map(tickFormat(ticks));

it('tells ticks of a narrow range apart, with no more digits than that takes', () => {
  expect(texts([57_420, 57_440, 57_460, 57_480])).toEqual(['57.42K', '57.44K', '57.46K', '57.48K']);
  expect(texts([57_450, 57_500, 57_550])).toEqual(['57.45K', '57.5K', '57.55K']);
  expect(texts([0.69314, 0.69315, 0.69316])).toEqual(['0.69314', '0.69315', '0.69316']);
  expect(texts([1_234_561, 1_234_562])).toEqual(['1.234561e6', '1.234562e6']);
  expect(texts([-0.000_301_1, -0.000_301])).toEqual(['−3.011e−4', '−3.01e−4']);
});

it('stays short where the range is wide', () => {
  expect(texts([0, 20_000, 40_000])).toEqual(['0', '20K', '40K']);
  expect(texts([0, 0.25, 0.5, 1])).toEqual(['0', '0.25', '0.5', '1']);
  expect(texts([1e-5, 1e-4, 1e-3, 0.01])).toEqual(['1e−5', '1e−4', '0.001', '0.01']);
  expect(texts([2e6])).toEqual(['2e6']);
  expect(texts([])).toEqual([]);
  expect(tickText(-1500)).toBe('−1500');
  expect(tickText(12_345)).toBe('12.3K');
});
