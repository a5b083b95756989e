/** What is learnt from a target column: labels or a number. The user changes it by changing the field's type. */
import type { ColumnStats, Column } from '../protocol/dataset';

/** Whole numbers with at most this many distinct values, each seen often, are taken for labels (digits 0..9). */
const maxIntegerLabels = 20;
const minRowsPerLabel = 5;

/** Beyond this, labels are an identifier or free text in disguise. */
export const maxLabels = 1000;

export function taskKind(
  field: Pick<Column, 'type'>,
  stats: Pick<ColumnStats, 'count' | 'missing' | 'distinct' | 'distinctCapped'>,
): 'classification' | 'regression' {
  if (field.type === 'numeric' || field.type === 'datetime') return 'regression';
  if (field.type !== 'integer') return 'classification';
  const present = stats.count - stats.missing;
  const few = !stats.distinctCapped && stats.distinct <= maxIntegerLabels;
  return few && present >= stats.distinct * minRowsPerLabel ? 'classification' : 'regression';
}
