import type { ModelVersion } from '#/core/protocol/model';

/** Smallest and largest number of an input among the sample rows, as a hint of what is typical. */
export function typicalRange(version: ModelVersion, column: string): [number, number] | undefined {
  const numbers = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(column))
    .filter((value) => value !== null && value !== undefined && value !== '')
    .map(Number)
    .filter(Number.isFinite);
  return numbers.length < 2 ? undefined : [Math.min(...numbers), Math.max(...numbers)];
}
