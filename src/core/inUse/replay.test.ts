import { expect, it } from 'vitest';
import { replayOf, type Replayed } from './replay';

const row = (
  id: number,
  first: string | number,
  second: string | number,
  label?: string | number,
): Replayed => ({
  id: String(id),
  at: id,
  first,
  second,
  ...(label !== undefined && { label }),
  row: { a: id },
});

it('of labels: agreement, both accuracies, and the paired interval of Agresti and Min', () => {
  // 100 pairs: 60 both right, 15 only the second, 5 only the first, 20 neither.
  const rows = Array.from({ length: 100 }, (_, i) =>
    i < 60
      ? row(i, 'a', 'a', 'a')
      : i < 75
        ? row(i, 'b', 'a', 'a')
        : i < 80
          ? row(i, 'a', 'b', 'a')
          : row(i, 'b', 'b', 'a'),
  );
  const found = replayOf(rows);
  expect(found).toMatchObject({ rows: 100, differ: 20, labelled: 100, metric: 'accuracy' });
  expect(found.agreed.share).toBe(0.8);
  expect(found.judged?.first.share).toBe(0.65);
  expect(found.judged?.second.share).toBe(0.75);
  // (15.5 - 5.5) / 102, and 1.96 sqrt(21 - 100 / 102) / 102.
  expect(found.judged?.better.share).toBeCloseTo(0.1, 12);
  expect(found.judged?.better.low).toBeCloseTo(10 / 102 - (1.959964 * Math.sqrt(21 - 100 / 102)) / 102, 6);
  expect(found.judged?.better.high).toBeCloseTo(10 / 102 + (1.959964 * Math.sqrt(21 - 100 / 102)) / 102, 6);
  expect(found.differing.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => String(60 + i)));
});

it('of numbers: how far apart, errors, and the furthest first', () => {
  const found = replayOf([row(0, 1, 1.0000000001, 1), row(1, 2, 4, 3), row(2, 5, 5.5, 5.5), row(3, 1, 2)]);
  expect(found).toMatchObject({ differ: 3, labelled: 3, metric: 'meanAbsoluteError' });
  expect(found.apart).toBeCloseTo(3.5 / 4, 6);
  expect(found.judged?.first.share).toBeCloseTo(0.5, 9);
  expect(found.judged?.better.share).toBeCloseTo(0.5 / 3, 9);
  expect(found.differing.map(({ id }) => id)).toEqual(['1', '3', '2']);
  expect(replayOf([row(0, 'a', 'b')])).not.toHaveProperty('judged');
});

it('the interval of the difference holds the true one in 95 of 100 cases, also of few rows', () => {
  let state = 5;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (const n of [40, 400]) {
    let held = 0;
    for (let turn = 0; turn < 1_000; turn++) {
      // Right: the first .75, the second .8, both .7.
      const rows = Array.from({ length: n }, (_, i) => {
        const u = next();
        const [a, b] = [u < 0.75, u < 0.7 || (u >= 0.75 && u < 0.85)];
        return row(i, a ? 'x' : 'y', b ? 'x' : 'y', 'x');
      });
      const { low, high } = replayOf(rows).judged?.better ?? { low: 1, high: 1 };
      if (low <= 0.05 && 0.05 <= high) held++;
    }
    expect(held, String(n)).toBeGreaterThan(930);
  }
});
