/**
 * The header of NumPy's .npy (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): a Python literal
 * that says type, order and shape. Records have a type for each field.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../formatDef';
import { readBytes } from './boxBytes';
import type { NumericType } from './numericType';

const longestHeaderBytes = 64 * 1024;

interface Field {
  /** Empty where the array has no fields. */
  name: string;
  /** Of an element, from its start, in bytes. */
  at: number;
}

export interface NpyNumbers extends Field {
  type: NumericType;
  bool: boolean;
}

export interface NpyTexts extends Field {
  /** U: four bytes a character; S: one; M: whole numbers of `unit` since 1970. */
  code: 'U' | 'S' | 'M';
  bytes: number;
  littleEndian: boolean;
  unit: string;
}

export interface NpyLayout {
  shape: number[];
  fortran: boolean;
  /** Where the values begin. */
  offset: number;
  /** Of an element: a number, a text or a record. */
  itemBytes: number;
  fields: (NpyNumbers | NpyTexts)[];
  /** Fields that cannot be read, and why. */
  refused: { name: string; error: TetradError }[];
}

/** Of an array of numbers. */
export interface NpyHeader {
  type: NumericType;
  bool: boolean;
  fortran: boolean;
  shape: number[];
  offset: number;
}

/** `fileBytes`: of the whole file when `file` is only its beginning. */
export async function readNpyHeader(file: ArraySource, fileBytes = file.size): Promise<NpyHeader> {
  const { fields, refused, shape, fortran, offset } = await readNpyLayout(file, fileBytes);
  const [only, ...more] = fields;
  if (only && more.length === 0 && only.name === '' && 'type' in only)
    return { type: only.type, bool: only.bool, fortran, shape, offset };
  throw refused[0]?.error ?? notNumbers(file, fields);
}

/** What an array that is no numbers holds. */
export function notNumbers(file: ArraySource, [first]: NpyLayout['fields']): TetradError {
  if (!first || first.name !== '' || 'type' in first)
    return unsupported(
      file,
      'a structured type (a record with fields)',
      'Save each field as an array of its own.',
    );
  if (first.code !== 'M') return unsupported(file, 'text', 'Save numbers, and texts in a table.');
  const order = first.littleEndian ? '<' : '>';
  return unsupported(file, `dates (${order}M8[${first.unit}])`, 'Save them as numbers: a.astype("int64").');
}

export async function readNpyLayout(file: ArraySource, fileBytes = file.size): Promise<NpyLayout> {
  const text = await headerText(file);
  const dimensions = /'shape':\s*\(([\d,\sL]*)\)/.exec(text.literal)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text.literal)?.[1];
  const { fields, refused, itemBytes } = fieldsOf(file, text.literal);
  if (dimensions === undefined || order === undefined)
    throw refuse(
      file,
      `The header names no shape or order: ${text.literal.trim().slice(0, 80)}`,
      'Write the file again with numpy.save.',
    );
  const shape = (dimensions.match(/\d+/g) ?? []).map(Number);
  if (shape.length === 0) throw unsupported(file, 'a single number', 'Save an array of rank 1 or more.');
  const wanted = text.end + sizeOf(shape) * itemBytes;
  if (wanted > fileBytes)
    throw refuse(
      file,
      `The file has ${fileBytes.toLocaleString('en')} bytes; an array of shape [${shape.join(', ')}] needs ${wanted.toLocaleString('en')}.`,
      'The file was cut short: copy or save it again.',
    );
  return { shape, fortran: order === 'True', offset: text.end, itemBytes, fields, refused };
}

async function headerText(file: ArraySource): Promise<{ literal: string; end: number }> {
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
  const literal = new TextDecoder().decode(await readBytes(file, textStart, textBytes, 'the header'));
  return { literal, end: textStart + textBytes };
}

type Fields = Pick<NpyLayout, 'fields' | 'refused' | 'itemBytes'>;

/** `'<f4'`, or `[('a', '<i4'), ('b', '<f8', (3,)), …]`, in which a nameless `|V4` is a gap. */
function fieldsOf(file: ArraySource, literal: string): Fields {
  const plain = /'descr':\s*'([^']*)'/.exec(literal)?.[1];
  const made: Fields = { fields: [], refused: [], itemBytes: 0 };
  if (plain !== undefined) {
    addField(made, file, '', plain);
    const [first] = made.refused;
    if (first) throw first.error;
    return made;
  }
  const list = /'descr':\s*\[(.*)\],\s*'fortran_order'/s.exec(literal)?.[1];
  const entry = /\(\s*'((?:[^'\\]|\\.)*)'\s*,\s*'([^']*)'\s*(?:,\s*\(([\d,\s]*)\)\s*)?\)\s*,?\s*/gy;
  let end = 0;
  for (const found of list === undefined ? [] : list.matchAll(entry)) {
    const [whole, name = '', descr = '', inner] = found;
    end += whole.length;
    const count = sizeOf((inner?.match(/\d+/g) ?? []).map(Number));
    if (/^\|V\d+$/.test(descr)) made.itemBytes += Number(descr.slice(2)) * count;
    else if (inner === undefined) addField(made, file, name, descr);
    else for (let i = 0; i < count; i++) addField(made, file, `${name} ${i + 1}`, descr);
  }
  if (list === undefined || end !== list.length || end === 0) throw notNumbers(file, []);
  return made;
}

function addField(made: Fields, file: ArraySource, name: string, descr: string): void {
  const at = made.itemBytes;
  const [, order = '', code = '', width = '', unit = ''] =
    /^([<>|=])([a-zA-Z])(\d*)(?:\[([^\]]*)\])?$/.exec(descr) ?? [];
  const bytes = Number(width);
  const littleEndian = order !== '>';
  made.itemBytes += code === 'U' ? 4 * bytes : bytes;
  const kind = code === 'f' ? 'float' : code === 'i' ? 'integer' : code === 'u' ? 'unsigned' : undefined;
  const known = bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8;
  if (code === 'b' && bytes === 1)
    made.fields.push({ name, at, type: { kind: 'unsigned', bytes, littleEndian }, bool: true });
  else if (kind && known && !(kind === 'float' && bytes === 1))
    made.fields.push({ name, at, type: { kind, bytes, littleEndian }, bool: false });
  else if ((code === 'U' || code === 'S') && bytes > 0)
    made.fields.push({ name, at, code, bytes: code === 'U' ? 4 * bytes : bytes, littleEndian, unit });
  else if (code === 'M' && bytes === 8) made.fields.push({ name, at, code, bytes, littleEndian, unit });
  else made.refused.push({ name, error: refusal(file, code, descr) });
}

function refusal(file: ArraySource, code: string, descr: string): TetradError {
  if (code === 'c')
    return unsupported(
      file,
      `complex numbers (${descr})`,
      'Save the real and imaginary parts as two channels: numpy.stack([a.real, a.imag], axis=-1).',
    );
  if (code === 'O')
    return unsupported(
      file,
      'pickled Python objects',
      'Save numbers: a.astype("float32") before numpy.save.',
    );
  if (code === 'U' || code === 'S') return unsupported(file, 'text', 'Save numbers, and texts in a table.');
  if (code === 'M' || code === 'm')
    return unsupported(file, `dates (${descr})`, 'Save them as numbers: a.astype("int64").');
  return unsupported(file, `the type “${descr}”`, 'Save it as float32: a.astype("float32").');
}

const unsupported = (file: ArraySource, what: string, hint: string) =>
  new TetradError({ code: 'unsupported', message: `The array holds ${what}.`, place: file.name, hint });

const refuse = (file: ArraySource, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place: file.name, hint });
