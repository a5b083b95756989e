import { expect, test } from 'vitest';
import type { ColumnType } from '#/core/protocol/dataset';
import { cellWords, shownCell } from './cellWords';

test.each<[read: string, type: ColumnType, shown: string]>([
  ['02-06-2023', 'datetime', '2023-06-02'],
  ['2023-06-02T10:30:00Z', 'datetime', '2023-06-02 10:30'],
  ['2023-06-02T10:30:15.250Z', 'datetime', '2023-06-02 10:30:15.250'],
  ['no date', 'datetime', 'no date'],
  ['1234', 'numeric', '1234'],
  ['02-06-2023', 'text', '02-06-2023'],
])('%s as %s is shown as %s', (read, type, shown) => expect(shownCell(read, type)).toBe(shown));

test('a cell beside what became of it', () => {
  expect(cellWords('price', 2, '1.234,50', '1234.5')).toBe(
    'Row 3, price: “1.234,50” in the file, read as 1234.5',
  );
  expect(cellWords('price', 0, 'NA', null)).toBe('Row 1, price: “NA” in the file, missing');
  expect(cellWords('price', 0, '5', '5')).toBe('Row 1, price: “5”, as in the file');
  expect(cellWords('price', 0, null, null)).toBe('Row 1, price: empty');
  expect(cellWords('text', 0, 'x'.repeat(500), `${'x'.repeat(160)}…`)).toContain('as in the file');
});
