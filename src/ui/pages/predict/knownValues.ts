/** What the form may offer for an input: values the model knows, and the range of its sample rows. */
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import { knownCategories } from '#/core/transforms/knownCategories';

/** Those learnt, then those only seen in sample rows, which share one column with all that is rare. */
export function knownValues(version: ModelVersion, field: string): { values: string[]; hasOther: boolean } {
  const table = fittedTableOf(version);
  const known = table && knownCategories(table, field);
  const seen = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(field))
    .filter((value) => value !== null && value !== undefined && value !== '')
    .map(String);
  return {
    values: [...new Set([...(known?.categories ?? []), ...seen])],
    hasOther: known?.hasOther ?? true,
  };
}

/** What the list shows for a text: everything for a value as it stands, else what holds it. */
export function matchingValues(values: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  if (values.includes(text)) return values;
  return values.filter((value) => value.toLowerCase().includes(wanted));
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
