import { expect, it } from 'vitest';
import { oddCellsOf, oddCellWords } from '../outliers/oddCells';
import { groupCounts } from '../families/groupSettings';
import { traitsOf } from './profile';
import { searchLimit } from './searchLimit';
import { traitWords } from './traitWords';

const number = String;

it('what sets a group apart is said in standard deviations of all rows, most first', () => {
  const group = [0, 0, 0, 1, 1, 1];
  const columns = [
    { name: 'same', numbers: [1, 2, 3, 1, 2, 3] },
    { name: 'age', numbers: [20, 20, Number.NaN, 60, 60, 60] },
    { name: 'place', cells: ['sea', 'sea', 'hill', 'hill', null, 'hill'] },
  ];
  const [first = [], second = []] = traitsOf(columns, group, 2);
  // Of all, with a mean of 44, the standard deviation is √384.
  expect(first.map(({ column }) => column)).toEqual(['age', 'place']);
  expect(first[0]?.apart).toBeCloseTo((20 - 44) / Math.sqrt(384), 12);
  expect(first.map((trait) => traitWords(trait, number))).toEqual([
    'age is lower: 20 on average, 44 over all',
    'place is mostly sea: 67 % of them, 40 % of all',
  ]);
  // As the share of a coin: (1 - 0.6) / √(0.6 · 0.4).
  expect(second.find(({ column }) => column === 'place')?.apart).toBeCloseTo(0.4 / Math.sqrt(0.24), 12);
  expect(second.map((trait) => traitWords(trait, number))).toContain(
    'place is always hill: 100 % of them, 60 % of all',
  );
  expect(traitsOf(columns, group, 3)[2]).toEqual([]);
});

it('unusual cells of a row are numbers far from the median and rare values', () => {
  const income = [...Array.from({ length: 39 }, (_, i) => 40 + (i % 5)), 400];
  const columns = [
    { name: 'income', numbers: income },
    { name: 'always', numbers: income.map(() => 7) },
    { name: 'place', cells: income.map((_, i) => (i === 39 ? 'moon' : 'sea')) },
    { name: 'name', cells: income.map((_, i) => `n${i}`) },
  ];
  const cellsOf = oddCellsOf(columns);
  expect(cellsOf(0)).toEqual([]);
  expect(cellsOf(39).map((cell) => oddCellWords(cell, number))).toEqual([
    `income 400: ${((400 - 42) / 1.4826).toFixed(1)} deviations above the median 42`,
    'place moon: 2.5 % of rows',
  ]);
});

it('a million rows are too many for methods that compare all with all, which say how many they take', () => {
  expect(() => searchLimit('DBSCAN', { rows: 40_000, width: 10 }, 'k-means')).not.toThrow();
  try {
    searchLimit('DBSCAN', { rows: 1_000_000, width: 20 }, 'k-means, which takes any number of rows');
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({
      code: 'badInput',
      message: expect.stringMatching(/1,000,000 rows of 20 values would take up to 667 minutes/),
      hint: 'Choose at most 100,000 training rows, fewer columns, or k-means, which takes any number of rows.',
    });
  }
});

it('numbers of groups are those that there are rows for', () => {
  expect(groupCounts({ groups: 0, mostGroups: 5 }, 100)).toEqual([2, 3, 4, 5]);
  expect(groupCounts({ groups: 0, mostGroups: 8 }, 4)).toEqual([2, 3]);
  expect(groupCounts({ groups: 7, mostGroups: 5 }, 7)).toEqual([7]);
  expect(() => groupCounts({ groups: 7, mostGroups: 5 }, 6)).toThrow(
    '7 groups cannot be made of 6 training rows',
  );
  expect(() => groupCounts({ groups: 0, mostGroups: 5 }, 1)).toThrow('1 training row');
  expect(() => groupCounts({ groups: 1, mostGroups: 5 }, 9)).toThrow('One group is all rows');
});
