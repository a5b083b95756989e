/** NumPy's .npy: a Python literal that says type, order and shape, then the values. */
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayVariable } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { ArrayFormatDef, ArraySource } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { denseStrides, readBoxBytes, readBytes, reverseAxes } from './boxBytes';
import { decodeNumbers, plainDecoding } from './decoding';
import { DimensionNames } from './dimensionNames';
import { byteOrderName, type NumericType, numericTypeName, readNumbers } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues, type OpenedVariable } from './openedVariable';

const magic = '\x93NUMPY';
const longestHeaderBytes = 64 * 1024;

export const npy: ArrayFormatDef = {
  type: 'npy',
  title: 'NumPy (.npy)',
  extensions: arrayEndings.npy,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head) => (String.fromCharCode(...head.subarray(0, magic.length)) === magic ? 1 : 0),
  async open(file) {
    const name = file.name.replace(/^.*\/|\.npy$/gi, '') || 'array';
    const header = await readNpyHeader(file);
    return openedArrays(file.name, { variables: [npyVariable(name, header, async () => file)] });
  },
};

export interface NpyHeader {
  type: NumericType;
  bool: boolean;
  fortran: boolean;
  shape: number[];
  /** Where the values begin. */
  offset: number;
}

/** `values` gives the file the header was read from, opened when the first box is read. */
export function npyVariable(
  name: string,
  header: NpyHeader,
  values: () => Promise<ArraySource>,
  names = new DimensionNames(),
): OpenedVariable {
  const { type, bool, fortran, shape, offset } = header;
  const variable: ArrayVariable = {
    name,
    dimensions: shape.map((size, axis) => ({ name: names.name(`dim${axis}`, size), size })),
    dtype: bool ? 'bool' : numericTypeName(type),
    details: { 'byte order': byteOrderName(type), order: fortran ? 'Fortran' : 'C' },
  };
  const stored = fortran ? shape.toReversed() : shape;
  const layout = { offset, shape: stored, strides: denseStrides(stored, type.bytes), itemBytes: type.bytes };
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

/** `fileBytes`: of the whole file when `file` is only its beginning. */
export async function readNpyHeader(file: ArraySource, fileBytes = file.size): Promise<NpyHeader> {
  const start = await readBytes(file, 0, Math.min(12, file.size), 'the header');
  const major = start[6] ?? 0;
  if (start.length < 12 || major < 1 || major > 3)
    throw refuse(file, 'The header is not one NumPy writes.', 'Write the file again with numpy.save.');
  const view = new DataView(start.buffer);
  const textStart = major === 1 ? 10 : 12;
  const textBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (textBytes > longestHeaderBytes)
    throw refuse(
      file,
      `The header claims ${textBytes.toLocaleString('en')} bytes.`,
      'Write the file again with numpy.save.',
    );
  const text = new TextDecoder().decode(await readBytes(file, textStart, textBytes, 'the header'));
  const { type, bool } = parseDescr(file, text);
  const dimensions = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  if (dimensions === undefined || order === undefined)
    throw refuse(
      file,
      `The header names no shape or order: ${text.trim().slice(0, 80)}`,
      'Write the file again with numpy.save.',
    );
  const shape = (dimensions.match(/\d+/g) ?? []).map(Number);
  if (shape.length === 0) throw unsupported(file, 'a single number', 'Save an array of rank 1 or more.');
  const offset = textStart + textBytes;
  const wanted = offset + sizeOf(shape) * type.bytes;
  if (wanted > fileBytes)
    throw refuse(
      file,
      `The file has ${fileBytes.toLocaleString('en')} bytes; an array of shape [${shape.join(', ')}] needs ${wanted.toLocaleString('en')}.`,
      'The file was cut short: copy or save it again.',
    );
  return { type, bool, fortran: order === 'True', shape, offset };
}

function parseDescr(file: ArraySource, text: string): { type: NumericType; bool: boolean } {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  if (descr === undefined)
    throw unsupported(
      file,
      'a structured type (a record with fields)',
      'Save each field as an array of its own.',
    );
  const [, order, code, width] = /^([<>|=])([a-zA-Z])(\d*)/.exec(descr) ?? [];
  const bytes = Number(width);
  const littleEndian = order !== '>';
  if (code === 'b' && bytes === 1) return { type: { kind: 'unsigned', bytes, littleEndian }, bool: true };
  const kind = code === 'f' ? 'float' : code === 'i' ? 'integer' : code === 'u' ? 'unsigned' : undefined;
  const known = bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8;
  if (kind && known && !(kind === 'float' && bytes === 1))
    return { type: { kind, bytes, littleEndian }, bool: false };
  if (code === 'c')
    throw unsupported(
      file,
      `complex numbers (${descr})`,
      'Save the real and imaginary parts as two channels: numpy.stack([a.real, a.imag], axis=-1).',
    );
  if (code === 'O')
    throw unsupported(file, 'pickled Python objects', 'Save numbers: a.astype("float32") before numpy.save.');
  if (code === 'U' || code === 'S') throw unsupported(file, 'text', 'Save numbers, and texts in a table.');
  if (code === 'M' || code === 'm')
    throw unsupported(file, `dates (${descr})`, 'Save them as numbers: a.astype("int64").');
  throw unsupported(file, `the type “${descr}”`, 'Save it as float32: a.astype("float32").');
}

const unsupported = (file: ArraySource, what: string, hint: string) =>
  new TetradError({ code: 'unsupported', message: `The array holds ${what}.`, place: file.name, hint });

const refuse = (file: ArraySource, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place: file.name, hint });
