import { expect, test } from 'vitest';
import { treeRows } from './treeRows';

interface Item {
  id: string;
  parent?: string;
}
const items: Item[] = [
  { id: 'b' },
  { id: 'a2', parent: 'a' },
  { id: 'a1', parent: 'a' },
  { id: 'a' },
  { id: 'a1x', parent: 'a1' },
  { id: 'lost', parent: 'gone' },
];
const shown = (open: string[], compare?: (a: Item, b: Item) => number) =>
  treeRows(items, ({ id }) => id, { parentKey: ({ parent }) => parent, open: new Set(open) }, compare).map(
    ({ row, level, children }) => `${row.id} ${level} ${children}`,
  );

test('children stand below their parent while it is open, at any depth', () => {
  expect(shown([])).toEqual(['b 1 0', 'a 1 2', 'lost 1 0']);
  expect(shown(['a'])).toEqual(['b 1 0', 'a 1 2', 'a2 2 0', 'a1 2 1', 'lost 1 0']);
  expect(shown(['a', 'a1'], (x, y) => x.id.localeCompare(y.id))).toEqual([
    'b 1 0',
    'a 1 2',
    'a1 2 1',
    'a1x 3 0',
    'a2 2 0',
    'lost 1 0',
  ]);
});
