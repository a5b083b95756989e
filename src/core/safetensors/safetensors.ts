/**
 * The safetensors format: 8 bytes header length, JSON header, raw little-endian data. Reading follows
 * the rules of the reference (header of at most 100 MB, offsets in range, no overlap, no hole), plus a
 * limit on tensors and no name that could reach a prototype. Files are not trusted.
 */
import { z } from 'zod';
import { brainToNumber, halfToNumber } from '#/core/halfFloats';
import { TetradError } from '#/core/protocol/errors';

export type SafetensorsArray =
  | Float64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

export interface SafetensorsTensor {
  shape: number[];
  data: SafetensorsArray;
}

export interface SafetensorsFile {
  tensors: Map<string, SafetensorsTensor>;
  metadata: Map<string, string>;
}

const maxHeaderBytes = 100_000_000;
const maxTensors = 100_000;
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

const readers = {
  F64: (b: ArrayBuffer) => new Float64Array(b),
  F32: (b: ArrayBuffer) => new Float32Array(b),
  F16: (b: ArrayBuffer) => Float32Array.from(new Uint16Array(b), halfToNumber),
  BF16: (b: ArrayBuffer) => Float32Array.from(new Uint16Array(b), brainToNumber),
  I64: (b: ArrayBuffer) => new BigInt64Array(b),
  I32: (b: ArrayBuffer) => new Int32Array(b),
  I16: (b: ArrayBuffer) => new Int16Array(b),
  I8: (b: ArrayBuffer) => new Int8Array(b),
  U8: (b: ArrayBuffer) => new Uint8Array(b),
};
type Dtype = keyof typeof readers;
const itemBytes: Record<Dtype, number> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
};

const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)).max(32),
  data_offsets: z.tuple([
    z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
    z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  ]),
});

const bad = (message: string, place?: string) =>
  new TetradError({
    code: 'badInput',
    message: `Not a sound safetensors file: ${message}`,
    place,
    hint: 'Save it again with the program it came from; a download may have been cut short.',
  });

function dtypeOf(data: SafetensorsArray): Dtype {
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof BigInt64Array) return 'I64';
  if (data instanceof Int32Array) return 'I32';
  if (data instanceof Int16Array) return 'I16';
  return data instanceof Int8Array ? 'I8' : 'U8';
}

const sizeOf = (shape: readonly number[]): bigint => shape.reduce((size, n) => size * BigInt(n), 1n);

/** Tensors in the order of the map; the data section starts on a multiple of 8. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = [];
  if (metadata.size > 0) header.push(['__metadata__', Object.fromEntries(metadata)]);
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (forbiddenNames.has(name) || name === '__metadata__')
      throw bad(`a tensor cannot be called "${name}".`);
    if (sizeOf(shape) !== BigInt(data.length))
      throw bad(`"${name}" has ${data.length} values for the shape [${shape.join(', ')}].`);
    const start = end;
    end += data.byteLength;
    header.push([name, { dtype: dtypeOf(data), shape, data_offsets: [start, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, 8);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const header = parseHeader(bytes);
  const names = Object.keys(header.json).filter((name) => name !== '__metadata__');
  if (names.length > maxTensors) throw bad(`${names.length} tensors; at most ${maxTensors} are read.`);
  const body = bytes.subarray(header.end);
  const entries = names.map((name) => ({ name, ...parseEntry(name, header.json[name], body.length) }));
  checkLayout(entries, body.length);
  return {
    metadata: parseMetadata(header.json),
    tensors: new Map(
      entries.map(({ name, dtype, shape, start, end }) => [
        name,
        { shape, data: readers[dtype](body.slice(start, end).buffer) },
      ]),
    ),
  };
}

function parseHeader(bytes: Uint8Array): { json: Record<string, unknown>; end: number } {
  if (bytes.length < 8) throw bad('it is shorter than its own length field.');
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes))
    throw bad(`the header claims ${length} bytes; at most 100 MB is read.`);
  const end = 8 + Number(length);
  if (end > bytes.length) throw bad(`the header claims ${length} bytes, the file has ${bytes.length}.`);
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end));
    if (!text.startsWith('{')) throw new SyntaxError('must start with {');
    json = JSON.parse(text, refuseForbidden);
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    throw bad('the header is not JSON.');
  }
  return { json: json as Record<string, unknown>, end };
}

/** JSON.parse makes "__proto__" an own key; nothing may carry it further. */
function refuseForbidden(key: string, value: unknown): unknown {
  if (forbiddenNames.has(key)) throw bad(`the name "${key}" is not allowed.`);
  return value;
}

interface Entry {
  dtype: Dtype;
  shape: number[];
  start: number;
  end: number;
}

function parseEntry(name: string, value: unknown, bodyBytes: number): Entry {
  const place = `tensor ${name.slice(0, 80)}`;
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw bad(parsed.error.issues[0]?.message ?? 'an entry is malformed.', place);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!Object.hasOwn(readers, dtype))
    throw new TetradError({
      code: 'unsupported',
      message: `The data type ${dtype.slice(0, 20)} is not read yet.`,
      place,
      hint: `Save the tensor as one of ${Object.keys(readers).join(', ')}.`,
    });
  const [start, end] = offsets;
  if (start > end || end > bodyBytes)
    throw bad(`its data lies at ${start} to ${end}, the file holds ${bodyBytes} bytes of data.`, place);
  // BigInt: a product of dimensions may pass 2^53.
  const wanted = sizeOf(shape) * BigInt(itemBytes[dtype as Dtype]);
  if (wanted !== BigInt(end - start))
    throw bad(`its shape [${shape.join(', ')}] needs ${wanted} bytes, but ${end - start} are given.`, place);
  return { dtype: dtype as Dtype, shape, start, end };
}

/** The data of all tensors, put in order, must cover the body exactly. */
function checkLayout(entries: readonly (Entry & { name: string })[], bodyBytes: number): void {
  let at = 0;
  for (const { name, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at)
      throw bad(
        start < at ? 'it overlaps another tensor.' : `${start - at} bytes before it belong to no tensor.`,
        `tensor ${name.slice(0, 80)}`,
      );
    at = end;
  }
  if (at !== bodyBytes) throw bad(`${bodyBytes - at} bytes at the end belong to no tensor.`);
}

function parseMetadata(json: Record<string, unknown>): Map<string, string> {
  if (!Object.hasOwn(json, '__metadata__')) return new Map();
  const parsed = z.record(z.string(), z.string()).safeParse(json.__metadata__);
  if (!parsed.success) throw bad('its metadata must map text to text.');
  return new Map(Object.entries(parsed.data));
}
