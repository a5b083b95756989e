/** What WebAssembly makes of long batches is what is made of short ones without it. */
import { expect, test, vi } from 'vitest';
import type { ColumnValues } from '../table/column';
import { GrowingHistogram } from './growingHistogram';
import { NumberProfile } from './numberProfile';
import { RowRepeats } from './rowRepeats';
import { SequenceHash } from './sequenceHash';

let state = 3;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const series: Record<string, Float64Array> = {
  mixed: Float64Array.from({ length: 1001 }, () => (random() < 0.1 ? Number.NaN : random() * 200 - 100)),
  'whole numbers': Float64Array.from({ length: 1000 }, () => Math.floor(random() * 4) - 1),
  rising: Float64Array.from({ length: 700 }, (_, i) => i / 8),
  falling: Float64Array.from({ length: 700 }, (_, i) => -i),
  alike: new Float64Array(300).fill(-0),
  missing: new Float64Array(300).fill(Number.NaN),
  'far from zero': Float64Array.from({ length: 999 }, () => 1e15 + Math.floor(random() * 9)),
  wide: Float64Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 1e308 : -1e308) * random()),
};

/** The same without WebAssembly. */
async function without(values: Float64Array): Promise<NumberProfile> {
  vi.resetModules();
  vi.stubGlobal('WebAssembly', undefined);
  const { NumberProfile: Plain } = await import('./numberProfile');
  const profile = new Plain(64);
  for (let i = 0; i < 2; i++) profile.add(values);
  vi.unstubAllGlobals();
  return profile as unknown as NumberProfile;
}

test.each(Object.entries(series))('statistics of numbers: %s', async (_, values) => {
  const quick = new NumberProfile(64);
  for (let i = 0; i < 2; i++) quick.add(values);
  const plain = await without(values);
  expect(quick.stats()).toEqual(plain.stats());
  expect(Object.entries(quick)).toEqual(Object.entries(plain));
  expect(quick.min).toBe(plain.min);
});

test('a histogram of more bins than the module has room for', () => {
  const histogram = new GrowingHistogram();
  histogram.add([1, 5], 1, 5, { bin: () => false } as never);
  expect(histogram.result(1, 5, true).counts).toEqual([1, 0, 0, 0, 1]);
});

test('rows are found again, whether their batch was long or short', () => {
  const column = (values: Float64Array): ColumnValues => ({ physical: 'f64', values });
  const [a, b] = [series['mixed'], series['mixed']?.map((value) => value / 3)] as [
    Float64Array,
    Float64Array,
  ];
  const repeats = new RowRepeats();
  repeats.add([column(a), column(b)], 1001);
  for (let i = 0; i < 1001; i += 100)
    repeats.add([column(a.slice(i, i + 100)), column(b.slice(i, i + 100))], Math.min(100, 1001 - i));
  // Of those without a first value a few are alike.
  const missing = a.filter((value) => value !== value).length;
  expect(repeats.count()).toBe(1001 + Math.max(0, missing - 1));
});

test('sequences that differ in one value differ, long and short', () => {
  for (const length of [5, 1001]) {
    const values = (series['mixed'] as Float64Array).slice(0, length);
    const textOf = (numbers: Float64Array): string => {
      const hash = new SequenceHash();
      for (let i = 0; i < 2; i++) hash.addNumbers(numbers);
      return hash.text();
    };
    const other = values.slice();
    other[length - 1] = 1 / 3;
    expect(textOf(values.slice())).toBe(textOf(values));
    expect(textOf(other)).not.toBe(textOf(values));
  }
});
