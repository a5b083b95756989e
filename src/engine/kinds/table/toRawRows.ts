import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import type { Values } from '#/core/transforms/transformDef';

/** Columns back to rows as a person would write them. Field names may be anything, `__proto__` included. */
export function toRawRows(fields: readonly Column[], columns: ReadonlyMap<string, Values>): RawRow[] {
  const first = columns.values().next().value;
  const rows = first ? first.data.length : 0;
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(fields.map((field) => [field.name, toCell(field, columns.get(field.name), row)])),
  );
}

function toCell(field: Column, values: Values | undefined, row: number): RawRow[string] {
  const value = values?.data[row];
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (typeof value === 'string') return value;
  if (field.type === 'boolean') return value !== 0;
  if (field.type === 'datetime') return new Date(value).toISOString();
  return value;
}
