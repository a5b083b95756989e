/** Labels of the target with so few rows that a model can hardly learn them, and accuracy hardly shows whether it did. */
import type { KindSource } from '../kinds/kindDef';
import type { DataIssue } from '../protocol/dataset';

const rareShare = 0.05;
const fewestRows = 10;

/** Of a target with few enough values to be labels. */
export function rareLabels(
  { schema, stats }: Pick<KindSource, 'schema' | 'stats'>,
  target?: string,
): DataIssue[] {
  const at = schema.columns.findIndex(({ name }) => name === target);
  const column = schema.columns[at];
  const { top = [], distinct = 0, distinctCapped = true, count = 0, missing = 0 } = stats[at] ?? {};
  if (!column || (column.type !== 'categorical' && column.type !== 'boolean')) return [];
  // Only the most frequent are known by their counts.
  if (distinctCapped || top.length < distinct) return [];
  const rows = count - missing;
  const rare = top.filter((label) => label.count < fewestRows || label.count < rareShare * rows);
  const [rarest] = rare.slice(-1);
  if (!rarest || rows < 2 * fewestRows) return [];
  const of =
    rare.length === 1 ? `“${rarest.value}” of “${target}” is` : `${rare.length} values of “${target}” are`;
  return [
    {
      severity: 'info',
      message: `${of} rare: ${rarest.count.toLocaleString('en')} of ${rows.toLocaleString('en')} rows${rare.length === 1 ? '' : ` for “${rarest.value}”`}.`,
      hint: 'Accuracy hides whether rare labels are found: look at balanced accuracy and recall, and try balanced sampling.',
      column: column.name,
    },
  ];
}
