import { expect, test } from 'vitest';
import type { Column, ColumnStats } from '../protocol/dataset';
import { leftOut } from './leftOut';
import { rareLabels } from './rareLabels';

const column = (name: string, type: Column['type'], role: Column['role'] = 'feature'): Column => ({
  name,
  type,
  role,
});
const stats = (name: string, part: Partial<ColumnStats> = {}): ColumnStats => ({
  name,
  count: 100,
  missing: 0,
  distinct: 9,
  distinctCapped: false,
  ...part,
});
const source = (columns: Column[], parts: Partial<ColumnStats>[] = []) => ({
  schema: { kind: 'tabular' as const, columns },
  stats: columns.map(({ name }, i) => stats(name, parts[i])),
});

test('columns that are not learnt from are named with the reason and what would take them in', () => {
  const found = leftOut(
    source(
      [
        column('id', 'id', 'ignored'),
        column('note', 'text'),
        column('empty', 'categorical', 'ignored'),
        column('same', 'numeric', 'ignored'),
        column('mine', 'numeric', 'ignored'),
        column('x', 'numeric'),
        column('part', 'categorical', 'split'),
        column('y', 'id'),
      ],
      [{}, {}, { missing: 100 }, { distinct: 1 }],
    ),
    'y',
  );
  expect(found.map(({ name, takenIn }) => [name, takenIn?.type])).toEqual([
    ['id', 'categorical'],
    ['note', 'categorical'],
    ['empty', undefined],
    ['same', undefined],
    ['mine', 'numeric'],
  ]);
  expect(found[0]?.why).toMatch(/identifier/);
});

test('labels of few rows are told, numbers and even labels are not', () => {
  const labels = (...counts: number[]) => ({
    distinct: counts.length,
    top: counts.map((count, i) => ({ value: `l${i}`, count })),
  });
  const target = [column('y', 'categorical')];
  expect(rareLabels(source(target, [labels(97, 3)]), 'y')[0]?.message).toBe(
    '“l1” of “y” is rare: 3 of 100 rows.',
  );
  expect(rareLabels(source(target, [labels(60, 40)]), 'y')).toEqual([]);
  expect(rareLabels(source([column('y', 'numeric')], [labels(97, 3)]), 'y')).toEqual([]);
});
