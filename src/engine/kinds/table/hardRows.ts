/** Rows that try what sample rows may not hold: each value missing, all missing, text never seen, extremes. */
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import { isNumberType } from '#/core/table/cellValue';

const maxFields = 40;

export function hardRows(fields: readonly Column[], samples: readonly RawRow[]): RawRow[] {
  const base = samples[0];
  if (!base) return [];
  /** The base row with one value changed; built from entries, so that any field name is only a key. */
  const only = (target: Column, value: RawRow[string]): RawRow =>
    Object.fromEntries(
      fields.map(({ name }) => [
        name,
        name === target.name ? value : Object.hasOwn(base, name) ? (base[name] ?? null) : null,
      ]),
    );
  const some = fields.slice(0, maxFields);
  const numbers = some.filter((field) => field.type === 'numeric' || field.type === 'integer');
  const texts = some.filter((field) => !isNumberType(field.type));
  return [
    Object.fromEntries(fields.map((field) => [field.name, null])),
    ...some.map((field) => only(field, null)),
    ...texts.map((field) => only(field, 'never seen before ☃')),
    ...numbers.map((field) => only(field, 0)),
    ...numbers.map((field) => only(field, -12345.678)),
  ];
}
