import { expect, test } from 'vitest';
import type { ColumnValues } from '../table/column';
import { RowRepeats } from './rowRepeats';

const texts = (...cells: (string | null)[]): ColumnValues => {
  const dictionary = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    physical: 'dict',
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : dictionary.indexOf(cell))),
    dictionary,
  };
};
const numbers = (...values: number[]): ColumnValues => ({
  physical: 'f64',
  values: Float64Array.from(values),
});

test('rows that equal an earlier one are counted, across batches and however a batch holds its numbers', () => {
  const repeats = new RowRepeats();
  repeats.add([numbers(1, 2, 1, Number.NaN), texts('a', 'a', 'a', null)], 4);
  repeats.add([texts('2', '3', null), texts('a', 'a', null)], 3);
  expect(repeats.count()).toBe(3);
});

test('different rows are not taken for equal', () => {
  const repeats = new RowRepeats();
  const rows = 200_000;
  repeats.add(
    [
      numbers(...Array.from({ length: 1_000 }, (_, i) => i % 10)),
      texts(...Array.from({ length: 1_000 }, (_, i) => `t${Math.floor(i / 10)}`)),
    ],
    1_000,
  );
  expect(repeats.count()).toBe(0);
  const whole = new RowRepeats();
  whole.add(
    [{ physical: 'f64', values: Float64Array.from({ length: rows }, (_, i) => i / 7) } as ColumnValues],
    rows,
  );
  expect(whole.count()).toBe(0);
});

test('of more rows than are kept nothing is said', () => {
  const repeats = new RowRepeats();
  const rows = 2_000_001;
  const column = { physical: 'f64', values: new Float64Array(rows) } as ColumnValues;
  repeats.add([column], rows);
  expect(repeats.count()).toBe(rows - 1);
  repeats.add([column], rows);
  expect(repeats.count()).toBeUndefined();
});
