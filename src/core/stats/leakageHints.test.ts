import { expect, test } from 'vitest';
import type { ColumnStats, Column, ColumnType } from '../protocol/dataset';
import { leakageHints } from './leakageHints';
import { suggestTarget } from '../train/targets';

interface NamedColumn {
  name: string;
  type: ColumnType;
  values: (string | number)[];
  role?: Column['role'];
}

function tableOf(columns: NamedColumn[]) {
  const stats = columns.map(({ name, type, values }): ColumnStats => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    const base = { name, count: values.length, missing: 0, distinct: counts.size, distinctCapped: false };
    const top = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    if (type !== 'numeric') return { ...base, top };
    const numbers = values.map(Number);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const std = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0));
    const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
    const quantiles = numbers.toSorted((a, b) => a - b);
    return { ...base, numeric: { min, max, mean, std, quantiles, histogram: { edges: [], counts: [] } } };
  });
  const fields = columns.map(({ name, type, role }): Column => ({ name, type, role: role ?? 'feature' }));
  return {
    schema: { kind: 'tabular' as const, columns: fields },
    stats,
    rows: columns[0]?.values.length ?? 0,
  };
}

const species: NamedColumn = { name: 'species', type: 'categorical', values: ['x', 'x', 'y', 'x'] };

test('the target is guessed by its mark, its name, its place', () => {
  const height: NamedColumn = { name: 'height', type: 'numeric', values: [1, 2, 3, 4] };
  const id: NamedColumn = { name: 'rowId', type: 'id', values: [1, 2, 3, 4] };
  const price: NamedColumn = { name: 'Price', type: 'numeric', values: [5, 6, 7, 8] };
  expect(suggestTarget(tableOf([species, height]))).toBe('species');
  expect(suggestTarget(tableOf([price, height]))).toBe('Price');
  expect(suggestTarget(tableOf([{ ...height, role: 'target' }, price]))).toBe('height');
  expect(suggestTarget(tableOf([height, { ...species, name: 'kind' }]))).toBe('kind');
  expect(suggestTarget(tableOf([{ ...species, name: 'kind' }, height, id]))).toBe('kind');
  expect(suggestTarget(tableOf([id]))).toBeUndefined();
  expect(suggestTarget(tableOf([{ name: 'one', type: 'categorical', values: ['a', 'a'] }]))).toBeUndefined();
});

test('an identifier and a column that repeats the target are named', () => {
  const table = tableOf([
    { name: 'rowId', type: 'id', values: [1, 2, 3, 4] },
    { name: 'code', type: 'categorical', values: ['a', 'a', 'b', 'a'] },
    { name: 'height', type: 'numeric', values: [1, 2, 3, 4] },
    species,
  ]);
  expect(leakageHints(table).map(({ column: field }) => field)).toEqual(['rowId', 'code']);
});

test('equal numbers repeat the target; balanced zeros and ones prove nothing', () => {
  const numbers = tableOf([
    { name: 'a', type: 'numeric', values: [1, 2, 4, 9] },
    { name: 'b', type: 'numeric', values: [1, 2, 4, 8] },
    { name: 'y', type: 'numeric', values: [9, 4, 2, 1] },
  ]);
  expect(leakageHints(numbers, 'y').map(({ column: field }) => field)).toEqual(['a']);
  const balanced = tableOf([
    { name: 'a', type: 'numeric', values: [0, 1, 0, 1] },
    { name: 'y', type: 'numeric', values: [0, 0, 1, 1] },
  ]);
  expect(leakageHints(balanced, 'y')).toEqual([]);
});
