import { expect, test } from 'vitest';
import { chosenAt, columnOptionsOf, isSameChoice, withChoice, withoutColumn } from './chosenOptions';
import { choicesText, columnsText } from './words';

test('a choice is set, and put back without a trace', () => {
  const file = withChoice({}, { option: 'delimiter' }, ';');
  const column = withChoice(file, { option: 'as', column: 'zip' }, 'text');
  expect(column).toEqual({ delimiter: ';', columns: { zip: { as: 'text' } } });
  expect(chosenAt(column, { option: 'as', column: 'zip' })).toBe('text');
  expect(withChoice(column, { option: 'as', column: 'zip' }, undefined)).toEqual({ delimiter: ';' });
  expect(withoutColumn(column, 'zip')).toEqual({ delimiter: ';' });
  expect(withChoice(file, { option: 'delimiter' }, undefined)).toEqual({});
});

test('any name may be a column', () => {
  for (const column of ['__proto__', 'constructor', 'toString']) {
    expect(columnOptionsOf({ columns: {} }, column)).toEqual({});
    const options = withChoice({}, { option: 'as', column }, 'text');
    expect(chosenAt(options, { option: 'as', column })).toBe('text');
  }
});

test('the order in which things were chosen does not count', () => {
  const a = { decimal: ',', columns: { x: { as: 'text' }, y: { as: 'date' } } } as const;
  const b = { columns: { y: { as: 'date' }, x: { as: 'text' } }, decimal: ',' } as const;
  expect(isSameChoice(a, b)).toBe(true);
  expect(isSameChoice(a, { ...b, decimal: '.' })).toBe(false);
});

test('choices in words', () => {
  expect(choicesText({ delimiter: ';', columns: { zip: { as: 'text' }, d: { dateOrder: 'dmy' } } })).toBe(
    'delimiter semicolon; “zip” text; “d” dates day first',
  );
  expect(columnsText(['a', 'b', 'c', 'd', 'e'])).toBe('“a”, “b”, “c” and 2 more');
  expect(columnsText(['a', 'b'])).toBe('“a” and “b”');
});
