import type { Run } from '#/core/protocol/model';
import { fieldName, fieldOf, isTime, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { toDelimited } from '#/ui/components/delimited';
import { saveFile } from '#/ui/components/saveFile';

/** The shown runs with the chosen columns, values in full, times as ISO 8601. */
export function saveTable(runs: readonly Run[], columns: readonly QueryField[], names: RunNames): void {
  const cell = (run: Run, field: QueryField): string | number | null => {
    const value = fieldOf(run, field, names);
    if (value === undefined) return null;
    if (isTime(field)) return new Date(value as number).toISOString();
    return typeof value === 'number' ? value : String(value);
  };
  const fields: QueryField[] = [{ of: 'attributes', name: 'name' }, ...columns];
  const rows = [fields.map(fieldName), ...runs.map((run) => fields.map((field) => cell(run, field)))];
  saveFile('runs.csv', `${toDelimited(rows)}\r\n`, 'text/csv');
}
