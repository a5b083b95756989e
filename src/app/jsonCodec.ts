/**
 * What crosses the boundary of commands, as JSON and back: files and arrays in base64, numbers JSON has no word for.
 *   File, Blob     { "$file": { "name", "type", "base64" } }; for reading also "text" in place of "base64"
 *   typed array    { "$array": { "dtype": "float32", "base64" } }, with "shape" for { shape, data }; little-endian
 *   NaN, ±Infinity { "$number": "NaN" }
 * An object of one key that begins with $ is written with one $ more, so that nothing is mistaken for these.
 */
import { TetradError } from '#/core/protocol/errors';
import { sizeOf } from '#/core/arch/sizeOf';

const arrayTypes = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
} as const;
type Dtype = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[Dtype]>;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export async function toJson(value: unknown): Promise<Json> {
  const blobs: Promise<void>[] = [];
  const json = encode(value, blobs);
  await Promise.all(blobs);
  return json;
}

/** Of a value without files. */
export const toJsonAtOnce = (value: unknown): Json => encode(value, []);

function encode(value: unknown, blobs: Promise<void>[]): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object') throw unreadable(`A ${typeof value} has no JSON form.`);
  if (value instanceof Blob) return encodeBlob(value, blobs);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return { $array: encodeArray(value as TypedArray) };
  if (Array.isArray(value)) return value.map((item) => encode(item, blobs));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const { shape, data } = value as { shape?: unknown; data?: unknown };
  if (entries.length === 2 && ArrayBuffer.isView(data) && Array.isArray(shape))
    return { $array: { ...encodeArray(data as TypedArray), shape: shape as number[] } };
  const escape = entries.length === 1 && entries[0]?.[0].startsWith('$') ? '$' : '';
  return Object.fromEntries(entries.map(([key, item]) => [escape + key, encode(item, blobs)]));
}

function encodeBlob(blob: Blob, blobs: Promise<void>[]): Json {
  const file = { ...('name' in blob && { name: String(blob.name) }), type: blob.type, base64: '' };
  blobs.push(
    blob.arrayBuffer().then((buffer) => {
      file.base64 = toBase64(new Uint8Array(buffer));
    }),
  );
  return { $file: file };
}

export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null || value instanceof Blob) return value;
  const entries = Object.entries(value);
  const [[key, content] = ['', undefined]] = entries;
  if (entries.length === 1 && key.startsWith('$')) {
    if (key.startsWith('$$')) return Object.fromEntries([[key.slice(1), fromJson(content)]]);
    const read = readers.get(key);
    if (!read)
      throw unreadable(`There is no "${key.slice(0, 40)}"; there are ${[...readers.keys()].join(', ')}.`);
    return read(content);
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, fromJson(item)]));
}

const readers = new Map<string, (content: unknown) => unknown>([
  ['$file', readFile],
  ['$array', readArray],
  ['$number', readNumber],
]);

function readFile(content: unknown): File | Blob {
  const { name, type, base64, text } = (content ?? {}) as Record<string, unknown>;
  const bytes = typeof text === 'string' ? text : fromBase64(base64, '$file');
  const options = { type: typeof type === 'string' ? type : '' };
  return typeof name === 'string' ? new File([bytes], name, options) : new Blob([bytes], options);
}

function readArray(content: unknown): TypedArray | { shape: number[]; data: TypedArray } {
  const { dtype, base64, shape } = (content ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(arrayTypes, dtype))
    throw unreadable(`An array has a dtype of ${Object.keys(arrayTypes).join(', ')}.`);
  const ArrayType = arrayTypes[dtype as Dtype];
  const bytes = fromBase64(base64, '$array');
  const length = bytes.byteLength / ArrayType.BYTES_PER_ELEMENT;
  if (!Number.isInteger(length))
    throw unreadable(`${bytes.byteLength} bytes do not make whole values of ${dtype}.`);
  const data = new ArrayType(bytes.buffer);
  if (shape === undefined) return data;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size)) || sizeOf(shape) !== length)
    throw unreadable(`${length} values do not have the shape ${JSON.stringify(shape)}.`);
  return { shape: shape as number[], data };
}

function readNumber(content: unknown): number {
  if (content === 'NaN' || content === 'Infinity' || content === '-Infinity') return Number(content);
  throw unreadable('A $number is "NaN", "Infinity" or "-Infinity".');
}

function encodeArray(array: TypedArray): { dtype: Dtype; base64: string } {
  const names = Object.keys(arrayTypes) as Dtype[];
  const dtype = names.find((name) => array instanceof arrayTypes[name]) as Dtype;
  return { dtype, base64: toBase64(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) };
}

/** Characters at a time: more arguments than this overflow the stack of some engines. */
const chunk = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk)
    binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(binary);
}

function fromBase64(text: unknown, tag: string): Uint8Array<ArrayBuffer> {
  if (typeof text !== 'string') throw unreadable(`A ${tag} has "base64".`);
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw unreadable(`The base64 of a ${tag} is damaged.`);
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const unreadable = (message: string) =>
  new TetradError({
    code: 'badInput',
    message,
    hint: 'docs/scripting.md says how files and arrays are written as JSON.',
    place: 'input',
  });
