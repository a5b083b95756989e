/** Which column a person most likely wants predicted. A guess, shown as one. */
import { futureTarget, type GridSchema } from '../grid/gridSchema';
import type { ColumnStats, Column } from '../protocol/dataset';

const tellingNames =
  /^(target|label|labels|class|classes|y|outcome|response|result|species|survived|churn(ed)?|default(ed)?|diagnosis|quality|price|sale_?price|score|rating|income|fraud)$/i;

export interface TargetSource {
  schema: { fields: readonly Column[]; grid?: GridSchema };
  stats: readonly ColumnStats[];
}

/** Columns that say where a row belongs rather than what it is. */
const places = new Set<Column['role']>(['ignored', 'group', 'time', 'split']);

/** Can be learnt at all: neither an id, nor free text, nor a place, nor a single value. */
export function canBeTarget(field: Column, stats: ColumnStats | undefined): boolean {
  if (places.has(field.role) || field.type === 'id' || field.type === 'text' || field.type === 'datetime')
    return false;
  return !stats || stats.distinct >= 2;
}

export function suggestTarget({ schema, stats }: TargetSource): string | undefined {
  if (schema.grid) return suggestFieldTarget(schema.fields, schema.grid);
  const candidates = schema.fields.filter((field, i) => canBeTarget(field, stats[i]));
  const marked = candidates.find((field) => field.role === 'target');
  const named = candidates.find((field) => tellingNames.test(field.name.trim()));
  const last = candidates.at(-1);
  const lastField = schema.fields.at(-1);
  const labels = candidates.filter(({ type }) => type === 'categorical' || type === 'boolean');
  const lastIsLast = last && last === lastField ? last : undefined;
  return (marked ?? named ?? lastIsLast ?? labels.at(-1) ?? last)?.name;
}

/** Labels of samples, as opposed to where a sample lies. */
export const isLabel = ({ role }: Column): boolean => role === 'target' || role === 'feature';

function suggestFieldTarget(fields: readonly Column[], { windowing }: GridSchema): string | undefined {
  if (windowing.horizon > 0) return futureTarget;
  return (fields.find(({ role }) => role === 'target') ?? fields.findLast(isLabel))?.name;
}
