import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantiles } from './numberBlock';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
  minLength: 1,
});

it('selects what sorting would give', () => {
  fc.assert(
    fc.property(
      fc.oneof(values, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 })),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, level) => {
        const data = Float64Array.from(list);
        const before = data.slice();
        const sorted = data.slice().sort();
        const position = level * (sorted.length - 1);
        const below = Math.floor(position);
        const low = sorted[below] as number;
        const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
        const expected = low + (high - low) * (position - below);
        expect(quantiles(data, [0.9, level, 0.1])[1]).toBeCloseTo(expected, 6);
        expect(data).toEqual(before);
      },
    ),
    { numRuns: 500 },
  );
});

it('is quick on sorted, reversed, constant and organ-pipe columns', () => {
  const n = 300_000;
  const shapes = [(i: number) => i, (i: number) => n - i, () => 7, (i: number) => Math.min(i, n - i)];
  const start = performance.now();
  for (const shape of shapes)
    quantiles(
      Float64Array.from({ length: n }, (_, i) => shape(i)),
      [0.25, 0.5, 0.75],
    );
  expect(performance.now() - start).toBeLessThan(10_000);
});
