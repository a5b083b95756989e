/** Rows that try what sample rows may not hold: each value missing, all missing, text never seen, extremes. */
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import { isNumberType } from '#/core/table/cellValue';

const maxFields = 40;
const hardNumbers = [0, -12345.678, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Never seen, like a number but none, missing by its word, and the known one written as another number would be. */
function hardTexts({ name, reading }: Column, base: RawRow): string[] {
  const known = String((Object.hasOwn(base, name) ? base[name] : null) ?? '1');
  return [
    'never seen before ☃',
    '1E2',
    '193.00',
    '+5',
    '007',
    `${known}.0`,
    'NA',
    ...(reading?.missing ?? []),
  ];
}

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
    ...texts.flatMap((field) => hardTexts(field, base).map((text) => only(field, text))),
    ...numbers.flatMap((field) => hardNumbers.map((value) => only(field, value))),
  ];
}
