/** Whether cells of a stored table are what a model would make of them as text: the same columns, types and words for missing. */
import type { Column } from '../protocol/dataset';

type Read = Pick<Column, 'name' | 'type' | 'reading'>;
const readingOf = ({ type, reading }: Read): string => JSON.stringify([type, reading ?? null]);

export function readsAsStored(inputs: readonly Read[], columns: readonly Read[]): boolean {
  const stored = new Map(columns.map((column) => [column.name, readingOf(column)]));
  return inputs.length > 0 && inputs.every((input) => stored.get(input.name) === readingOf(input));
}
