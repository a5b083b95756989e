/** What NetCDF files of either kind say about a variable by the CF conventions, as our words. */
import type { DimensionHints } from './guessRoles';
import { type Attributes, numbersOf } from './decoding';
import { type NumericType, numericTypeName } from './numericType';

/** Written by the NetCDF library where a program wrote nothing; bytes have none that is safe to assume. */
const netcdfFills: Record<string, number> = {
  int16: -32767,
  uint16: 65535,
  int32: -2147483647,
  uint32: 4294967295,
  int64: -(2 ** 63),
  uint64: 2 ** 64,
  float32: 9.969209968386869e36,
  float64: 9.969209968386869e36,
};

export const netcdfFill = (type: NumericType): number | undefined => netcdfFills[numericTypeName(type)];

export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export const unitOf = (attributes: Attributes) => textOf(attributes, 'units');

export const calendarOf = (attributes: Attributes) => textOf(attributes, 'calendar')?.toLowerCase();

export const longNameOf = (attributes: Attributes) =>
  textOf(attributes, 'long_name') ?? textOf(attributes, 'standard_name');

/** The attribute `_Unsigned` of the NetCDF users' guide: classic files have no unsigned types, others no signed bytes. */
export function withSign(type: NumericType, attributes: Attributes): NumericType {
  const said = textOf(attributes, '_Unsigned')?.toLowerCase();
  if (type.kind === 'integer' && said === 'true') return { ...type, kind: 'unsigned' };
  return type.kind === 'unsigned' && said === 'false' ? { ...type, kind: 'integer' } : type;
}

export const hintsOf = (name: string, attributes: Attributes): DimensionHints => ({
  name,
  unit: unitOf(attributes),
  axis: textOf(attributes, 'axis'),
  standardName: textOf(attributes, 'standard_name'),
  positive: textOf(attributes, 'positive'),
});

/** Section 3.5: meanings are words without blanks, in the order of the values. Flags that combine bits are no classes. */
export function classesOf(attributes: Attributes): { value: number; name: string }[] | undefined {
  const values = numbersOf(attributes, 'flag_values');
  const names = textOf(attributes, 'flag_meanings')?.split(/\s+/) ?? [];
  if (values.length === 0 || names.length !== values.length || attributes.has('flag_masks')) return undefined;
  return values.map((value, i) => ({ value, name: names[i] as string }));
}

/** Of the whole file, for the user: title, institution, … as far as they are short. */
export function fileDetails(attributes: Attributes): Record<string, string> {
  const details: Record<string, string> = {};
  for (const name of ['title', 'institution', 'source', 'Conventions', 'description']) {
    const text = textOf(attributes, name);
    if (text) details[name] = text.slice(0, 200);
  }
  return details;
}
