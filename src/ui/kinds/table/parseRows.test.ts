import { describe, expect, it } from 'vitest';
import { parseRows } from './parseRows';

const names = ['age', 'city'];

describe('parseRows', () => {
  it('reads text copied from a spreadsheet, with or without a header', () => {
    const expected = [
      { age: '41', city: 'Oslo' },
      { age: null, city: 'New York' },
    ];
    expect(parseRows('city\tage\nOslo\t41\nNew York\t\n', names)).toEqual(expected);
    expect(parseRows('41\tOslo\r\n\tNew York', names)).toEqual(expected);
  });

  it('divides at the mark that gives the names, or as many cells', () => {
    const expected = [{ age: '1,5', city: 'Ulm; Bad' }];
    expect(parseRows('age|city\n1,5|Ulm; Bad', names)).toEqual(expected);
    expect(parseRows('age city\n3 Ulm', names)).toEqual([{ age: '3', city: 'Ulm' }]);
  });

  it('reads quoted cells with delimiters, quotes and newlines', () => {
    expect(parseRows('age,city\n1,"a, ""b""\nc"\n', names)).toEqual([{ age: '1', city: 'a, "b"\nc' }]);
  });

  it('reads JSON as one object, an array, and one object per line', () => {
    const row = { age: 3, city: null };
    expect(parseRows('{"age":3,"city":null}', names)).toEqual([row]);
    expect(parseRows('[{"age":3,"city":null}]', names)).toEqual([row]);
    expect(parseRows('{"age":3,"city":null}\n{"age":3,"city":null}', names)).toEqual([row, row]);
  });

  it('keeps a column called __proto__ as a plain value', () => {
    const [row] = parseRows('__proto__,city\nx,Oslo', ['__proto__', 'city']);
    expect(Object.entries(row ?? {})).toEqual([
      ['__proto__', 'x'],
      ['city', 'Oslo'],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  it('names the line that does not fit', () => {
    const failure = (text: string) => {
      try {
        parseRows(text, names);
      } catch (thrown) {
        return thrown as { message: string; place?: string };
      }
      return undefined;
    };
    expect(failure('age,city\n1,a\n2')).toMatchObject({
      place: 'line 3',
      message: 'This line has 1 cell; 2 are expected.',
    });
    expect(failure('{"age":[1]}')?.place).toBe('row 1');
    expect(failure('   ')?.message).toContain('no rows');
    expect(failure('age,city\n')?.message).toContain('no row under it');
  });
});
