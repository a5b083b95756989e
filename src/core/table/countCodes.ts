/** How often each entry of the dictionary of a column occurs; counted once for all who ask. */
import type { ColumnValues } from './column';

type DictColumn = Extract<ColumnValues, { physical: 'dict' }>;

const counted = new WeakMap<Int32Array, Int32Array>();

/** Of codes that do not change any more. Not to be written to. */
export function countCodes({ codes, dictionary }: Pick<DictColumn, 'codes' | 'dictionary'>): Int32Array {
  const known = counted.get(codes);
  if (known?.length === dictionary.length) return known;
  const counts = new Int32Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0) (counts[code] as number)++;
  }
  counted.set(codes, counts);
  return counts;
}
