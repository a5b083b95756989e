/** What the form may offer for an input: values the model knows. */
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import type { ModelVersion } from '#/core/protocol/model';
import { knownCategories } from '#/core/transforms/knownCategories';

/** Those learnt, then those only seen in sample rows, which share one column with all that is rare. */
export function knownValues(version: ModelVersion, column: string): { values: string[]; hasOther: boolean } {
  const table = fittedTableOf(version);
  const known = table && knownCategories(table, column);
  const seen = version.sampleRows
    .map((row) => new Map(Object.entries(row)).get(column))
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
