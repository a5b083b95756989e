/** Contributions of many rows as a table: a line for each row, columns that reach furthest first. */
import type { Contributions } from '#/core/explain/attribution';
import type { ReachingColumn } from './byReach';
import { contributionAt } from './contributionsPlot';

export const contributionsTable = (
  found: Contributions,
  columns: readonly ReachingColumn[],
  rows: readonly number[] = Array.from({ length: found.shape[0] }, (_, row) => row),
): (string | number | null)[][] => [
  ['row', ...columns.map(({ name }) => name), 'answer'],
  ...rows.map((row) => [
    found.numbers?.[row] ?? row,
    ...columns.map(({ column }) => contributionAt(found, row, column)),
    found.answers[row] as number,
  ]),
];
