/** Segments of the cells of one column, by its type: what is no number in a column of numbers is missing, as in training. */
import type { Column } from '../protocol/dataset';
import { rangeOfValues } from '../slices/fieldDifference';
import { toNumber } from '../table/cellValue';
import { type Segment, segmentsOf } from './segments';

type Range = { min: number; max: number };

export function segmentsOfField(
  cells: readonly (string | null)[],
  { type }: Pick<Column, 'type'>,
  /** How its numbers are written, from the range they span. */
  textOf: (range: Range) => (value: number) => string,
): Segment[] {
  const isNumber = type === 'datetime' || type === 'numeric' || type === 'integer';
  const valueOf = (cell: string) => toNumber(cell, type);
  const known = isNumber
    ? cells.map((cell) => (cell === null || Number.isNaN(valueOf(cell)) ? null : cell))
    : cells;
  const text = textOf(rangeOfValues(isNumber ? known.filter((cell) => cell !== null).map(valueOf) : []));
  return segmentsOf(known, isNumber ? valueOf : undefined, (low, high) =>
    low === high ? text(low) : `${text(low)} to ${text(high)}`,
  );
}
