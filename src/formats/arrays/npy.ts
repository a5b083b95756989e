/** NumPy's .npy: a header that says type, order and shape, then the values. Fields of records are arrays of their own. */
import { sizeOf } from '#/core/arch/sizeOf';
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayVariable, TextList } from '#/core/grid/arrayFile';
import type { ArrayFormatDef, ArraySource } from '../formatDef';
import { denseStrides, readBoxBytes, readBytes, reverseAxes } from './boxBytes';
import { decodeNumbers, plainDecoding } from './decoding';
import { DimensionNames } from './dimensionNames';
import {
  notNumbers,
  type NpyHeader,
  type NpyLayout,
  type NpyNumbers,
  type NpyTexts,
  readNpyLayout,
} from './npyHeader';
import { readNpyTexts } from './npyTexts';
import { byteOrderName, numericTypeName, readNumbers } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues, type OpenedVariable } from './openedVariable';

export { readNpyHeader } from './npyHeader';

const magic = '\x93NUMPY';

export const npy: ArrayFormatDef = {
  type: 'npy',
  title: 'NumPy (.npy)',
  extensions: arrayEndings.npy,
  kind: 'spacetime4d',
  holds: 'arrays',
  mayBeSamples: true,
  match: (head) => (String.fromCharCode(...head.subarray(0, magic.length)) === magic ? 1 : 0),
  async open(file) {
    const name = file.name.replace(/^.*\/|\.npy$/gi, '') || 'array';
    const layout = await readNpyLayout(file);
    const found = npyContent(name, layout, async () => file);
    if (found.variables.length === 0) throw layout.refused[0]?.error ?? notNumbers(file, layout.fields);
    return openedArrays(file.name, found);
  },
};

/** `values` gives the file the header was read from, opened when the first box is read. */
export const npyVariable = (
  name: string,
  { type, bool, ...header }: NpyHeader,
  values: () => Promise<ArraySource>,
  names = new DimensionNames(),
): OpenedVariable =>
  numbersOf(
    name,
    { name: '', at: 0, type, bool },
    { ...header, itemBytes: type.bytes, fields: [], refused: [] },
    values,
    names,
  );

export interface NpyContent {
  variables: OpenedVariable[];
  texts: TextList[];
  details: Record<string, string>;
}

/** Numbers and texts of an array: of records, each field for itself. */
export function npyContent(
  name: string,
  layout: NpyLayout,
  values: () => Promise<ArraySource>,
  names = new DimensionNames(),
): NpyContent {
  const called = (field: string) => (field === '' ? name : `${name}/${field}`);
  const { shape } = layout;
  return {
    variables: layout.fields.flatMap((field) =>
      'type' in field ? [numbersOf(called(field.name), field, layout, values, names)] : [],
    ),
    texts: layout.fields.flatMap((field) =>
      'code' in field && shape.length === 1 ? [textsOf(called(field.name), field, layout, values)] : [],
    ),
    details: Object.fromEntries([
      ...layout.refused.map(({ name: field, error }) => [called(field), `left out: ${error.message}`]),
      ...layout.fields.flatMap((field) =>
        'code' in field && shape.length !== 1 ? [[called(field.name), 'left out: text']] : [],
      ),
    ]) as Record<string, string>,
  };
}

function numbersOf(
  name: string,
  { type, bool, at }: NpyNumbers,
  { fortran, shape, offset, itemBytes }: NpyLayout,
  values: () => Promise<ArraySource>,
  names: DimensionNames,
): OpenedVariable {
  const variable: ArrayVariable = {
    name,
    dimensions: shape.map((size, axis) => ({ name: names.name(`dim${axis}`, size), size })),
    dtype: bool ? 'bool' : numericTypeName(type),
    details: { 'byte order': byteOrderName(type), order: fortran ? 'Fortran' : 'C' },
  };
  const stored = fortran ? shape.toReversed() : shape;
  const layout = {
    offset: offset + at,
    shape: stored,
    strides: denseStrides(stored, itemBytes),
    itemBytes: type.bytes,
  };
  return {
    variable,
    async read(start, count, step, Values) {
      const turn = <T>(list: readonly T[]): readonly T[] => (fortran ? list.toReversed() : list);
      const bytes = await readBoxBytes(await values(), layout, turn(start), turn(count), turn(step), name);
      const box = decodeNumbers(readNumbers(bytes, type), plainDecoding, newValues(Values, sizeOf(count)));
      return fortran ? reverseAxes(box, turn(count)) : box;
    },
  };
}

function textsOf(
  name: string,
  field: NpyTexts,
  { shape: [size = 0], offset, itemBytes }: NpyLayout,
  values: () => Promise<ArraySource>,
): TextList {
  return {
    name,
    size,
    async read(start, count) {
      const from = offset + field.at + start * itemBytes;
      const file = await values();
      const bytes = await readBytes(file, from, Math.max(0, count - 1) * itemBytes + field.bytes, name);
      return readNpyTexts(bytes, field, { strideBytes: itemBytes, count, place: `${file.name}, ${name}` });
    },
  };
}
