import { expect, it } from 'vitest';
import { formatShort } from './formatShort';

it.each([
  [0, '0'],
  [870, '870'],
  [999, '999'],
  [999.6, '1 k'],
  [12_345, '12.3 k'],
  [99_960, '100 k'],
  [4_700_000, '4.7 M'],
  [999_999, '1 M'],
  [2e15, '2000 T'],
])('%d is %s', (count, text) => expect(formatShort(count)).toBe(text));
