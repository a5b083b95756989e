import { expect, test } from 'vitest';
import { toCsvLine } from './writeCsv';

test('quotes only what a reader would otherwise misread', () => {
  expect(toCsvLine(['a', 1.5, null, true, ''])).toBe('a,1.5,,true,\n');
  expect(toCsvLine(['x,y', 'say "hi"', 'two\nlines', ' edge'])).toBe(
    '"x,y","say ""hi""","two\nlines"," edge"\n',
  );
});

test('numbers stand for themselves; what a sheet would run, or take for one, does not', () => {
  const texts = ['007', '1.2.3', '-0', '-0.50', '-12', '-007', '-1-2', '-', '1,5', '3 '];
  expect(toCsvLine(texts)).toBe(`007,1.2.3,-0,-0.50,-12,"'-007","'-1-2","-","1,5","3 "\n`);
});
