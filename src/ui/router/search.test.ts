import { expect, test } from 'vitest';
import { texts } from './search';

test('keeps text and numbers, drops what is not text, ignores unknown and inherited names', () => {
  const parse = texts('dataset', 'version', 'tab', 'constructor');
  expect(parse({ dataset: 'a1', version: 3, tab: { x: 1 }, other: 'no' })).toEqual({
    dataset: 'a1',
    version: '3',
  });
  expect(parse({ dataset: '' })).toEqual({});
});
