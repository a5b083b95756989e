import { expect, it } from 'vitest';
import { sniffDelimiter } from './sniffDelimiter';

it('a tab divides what decimal commas divide too', () => {
  const pasted = 'height\tname\n1,5\tAda\n1,7\tBob\n1,6\tCy\n';
  expect(sniffDelimiter(pasted, {})).toMatchObject({ delimiter: '\t', titles: 0 });
});
