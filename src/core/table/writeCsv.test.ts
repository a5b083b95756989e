import { expect, test } from 'vitest';
import { toCsvLine } from './writeCsv';

test('quotes only what a reader would otherwise misread', () => {
  expect(toCsvLine(['a', 1.5, null, true, ''])).toBe('a,1.5,,true,\n');
  expect(toCsvLine(['x,y', 'say "hi"', 'two\nlines', ' edge'])).toBe(
    '"x,y","say ""hi""","two\nlines"," edge"\n',
  );
});
