/** What the form may offer for an input: categories the model learnt, and values seen in its sample rows. */
import type { ModelVersion, RawRow } from '#/core/protocol/model';

const maxOffered = 200;

export function knownCategories(version: ModelVersion, field: string): string[] {
  const feature = version.pipeline.features.find((candidate) => candidate.field === field);
  for (const step of feature?.steps ?? []) {
    const state = step.state;
    if (
      typeof state === 'object' &&
      state !== null &&
      'categories' in state &&
      Array.isArray(state.categories)
    )
      return [...new Set(state.categories.map(String))].slice(0, maxOffered);
  }
  return [];
}

/** A sample row as the form's text. */
export function rowAsText(row: RawRow | undefined, version: ModelVersion): Map<string, string> {
  const cells = new Map(Object.entries(row ?? {}));
  return new Map(
    version.inputs.map(({ name }) => {
      const value = cells.get(name);
      return [name, value === null || value === undefined ? '' : String(value)];
    }),
  );
}

/** Smallest and largest number of an input among the sample rows, as a hint of what is typical. */
export function typicalRange(version: ModelVersion, field: string): [number, number] | undefined {
  const numbers = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(field))
    .filter((value) => value !== null && value !== undefined && value !== '')
    .map(Number)
    .filter(Number.isFinite);
  return numbers.length < 2 ? undefined : [Math.min(...numbers), Math.max(...numbers)];
}
