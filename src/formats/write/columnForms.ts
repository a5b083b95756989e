/** How the columns of a table are stored in a file with types: what all of their values are, seen once over. */
import type { ColumnType } from '#/core/protocol/dataset';
import { truthOf } from '#/core/reading/truthWords';
import type { ColumnValues } from '#/core/table/column';
import { numbersOf, stringsOf } from '#/core/table/columnView';
import type { WrittenTable } from './tableWriter';

export type ColumnForm = 'double' | 'whole' | 'truth' | 'instant' | 'text';

/** A type that a value does not have, or digits that would be lost, make a column of texts. */
export async function formsOf({ columns, batches }: WrittenTable): Promise<ColumnForm[]> {
  const forms = columns.map(({ type }): ColumnForm => wanted[type]);
  for await (const batch of batches())
    batch.columns.forEach((column, i) => {
      const form = forms[i] as ColumnForm;
      const type = columns[i]?.type ?? 'text';
      if (form !== 'text') forms[i] = kept(form, column, type);
    });
  return forms;
}

const wanted: Record<ColumnType, ColumnForm> = {
  numeric: 'double',
  integer: 'whole',
  boolean: 'truth',
  datetime: 'instant',
  categorical: 'text',
  text: 'text',
  id: 'text',
};

function kept(form: ColumnForm, column: ColumnValues, type: ColumnType): ColumnForm {
  const numbers = numbersOf(column, type);
  if (column.physical === 'dict') {
    const { codes, dictionary } = column;
    for (let row = 0; row < codes.length; row++)
      if ((codes[row] as number) >= 0 && Number.isNaN(numbers[row])) return 'text';
    // Finer than a millisecond, or more digits than float64 has.
    if (form === 'instant' && dictionary.some((text) => /\.\d{4}/.test(text))) return 'text';
    if (form === 'double' && dictionary.some((text) => text.replace(/\D/g, '').length > 17)) return 'text';
  }
  if (form === 'whole' && numbers.some((value) => value === value && !Number.isSafeInteger(value)))
    return 'double';
  return form;
}

/** Values as the writers take them; null is missing. */
export function valuesOf(column: ColumnValues, form: ColumnForm, type: ColumnType): unknown[] {
  if (form === 'text') return stringsOf(column);
  const numbers = numbersOf(column, type);
  switch (form) {
    case 'truth':
      return column.physical === 'dict'
        ? stringsOf(column).map((text) => (text === null ? null : truthOf(text) === 1))
        : Array.from(numbers, (value) => (Number.isNaN(value) ? null : value === 1));
    case 'whole':
      return Array.from(numbers, (value) => (Number.isNaN(value) ? null : BigInt(value)));
    case 'instant':
      return Array.from(numbers, (value) => (Number.isNaN(value) ? null : new Date(value)));
    default:
      return Array.from(numbers, (value) => (Number.isNaN(value) ? null : value));
  }
}
