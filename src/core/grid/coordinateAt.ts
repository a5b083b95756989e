import type { GridAxis } from './gridSchema';

/** Coordinate of an index; the index itself where the file gave none. */
export function coordinateAt({ size, first, last, coordinates }: GridAxis, index: number): number {
  if (coordinates) return coordinates[index] ?? index;
  if (first === undefined || last === undefined || size < 2) return first ?? index;
  return first + ((last - first) * index) / (size - 1);
}
