/** Texts, and numbers as the texts they are, as a column of codes and a dictionary. */
import { numberToText } from '#/core/table/cellValue';
import type { ColumnValues } from '#/core/table/column';

export function textColumn(texts: readonly (string | null)[]): ColumnValues {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { physical: 'dict', codes, dictionary: [...known.keys()] };
}

export const asTexts = (values: Float64Array): ColumnValues =>
  textColumn(Array.from(values, (value) => (Number.isNaN(value) ? null : numberToText(value))));
