import type { MappedVariable } from './mapGrid';

/** Whether a variable can be a table: rows, and columns or a single one. */
export function isMatrix({ dimensions, coordinate }: MappedVariable): boolean {
  const long = dimensions.filter(({ size }) => size > 1).length;
  return !coordinate && dimensions.length > 0 && (dimensions.length === 2 || long <= 2);
}
