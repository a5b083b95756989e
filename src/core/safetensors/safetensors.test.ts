import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors';

const f32 = (...values: number[]) => Float32Array.from(values);

/** A file with a header of our choosing. */
function forge(header: unknown, bodyBytes: number, claimedLength?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + bodyBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimedLength ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
const entry = (start: number, end: number, shape: unknown = [(end - start) / 4], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

it('writes what it reads, names and metadata included', () => {
  const tensors = new Map([
    ['dense1/kernel', { shape: [2, 3], data: f32(1, -2, 3, Number.NaN, 5, 6) }],
    ['empty', { shape: [0, 4], data: f32() }],
    ['scalar', { shape: [], data: f32(7) }],
    ['größe', { shape: [2], data: BigInt64Array.of(1n, -(2n ** 62n)) }],
    ['bytes', { shape: [3], data: Uint8Array.of(1, 2, 255) }],
  ]);
  const metadata = new Map([['dataset', 'abc "quoted"']]);
  const bytes = writeSafetensors(tensors, metadata);
  const back = readSafetensors(bytes);
  expect(back.tensors).toEqual(tensors);
  expect(back.metadata).toEqual(metadata);
  // The data section is aligned, and readable where the bytes sit at an odd offset of a larger buffer.
  expect((8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))) % 8).toBe(0);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(readSafetensors(shifted.subarray(3)).tensors).toEqual(tensors);
});

it('reads nothing from an empty file of tensors', () => {
  expect(readSafetensors(writeSafetensors(new Map())).tensors.size).toBe(0);
});

describe('refuses', () => {
  const many = Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`t${i}`, entry(0, 0)]));
  const attacks: [string, Uint8Array, RegExp][] = [
    ['nothing at all', new Uint8Array(3), /shorter than its own length/],
    ['a header beyond 100 MB', forge({}, 0, 100_000_001n), /at most 100 MB/],
    ['a header of 2^64-1 bytes', forge({}, 0, 2n ** 64n - 1n), /at most 100 MB/],
    ['a header beyond the file', forge({}, 0, 500n), /claims 500 bytes/],
    ['a header that is not JSON', forge('{"a":', 0), /not JSON/],
    ['a header that is a list', forge('[1]', 0), /not JSON/],
    ['bytes that are not UTF-8', forge('{"\u0000', 0).fill(0xff, 9), /not JSON/],
    ['data out of range', forge({ a: entry(0, 16) }, 8), /holds 8 bytes/],
    ['backward offsets', forge({ a: entry(8, 0, [2]) }, 8), /lies at 8 to 0/],
    ['an overlap', forge({ a: entry(0, 8), b: entry(4, 12) }, 12), /overlaps/],
    ['the same bytes twice', forge({ a: entry(0, 8), b: entry(0, 8) }, 8), /overlaps/],
    ['a hole', forge({ a: entry(0, 4), b: entry(8, 12) }, 12), /4 bytes before it/],
    ['bytes left over', forge({ a: entry(0, 4) }, 8), /4 bytes at the end/],
    ['a shape that does not fit', forge({ a: entry(0, 8, [3]) }, 8), /needs 12 bytes/],
    [
      'a product that overflows',
      forge({ a: entry(0, 0, [2 ** 53 - 1, 2 ** 53 - 1, 4]) }, 0),
      /needs \d{30,} bytes/,
    ],
    ['a negative size', forge({ a: entry(0, 4, [-1]) }, 4), /tensor|small|>=0/i],
    ['half a size', forge({ a: entry(0, 4, [0.5]) }, 4), /int/i],
    ['an unknown type', forge({ a: entry(0, 4, [1], 'toString') }, 4), /data type toString/],
    ['extra fields', forge({ a: { ...entry(0, 4), evil: 1 } }, 4), /evil/],
    [
      'the name __proto__',
      forge('{"__proto__":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
      /__proto__/,
    ],
    ['__proto__ in metadata', forge('{"__metadata__":{"__proto__":"x"}}', 0), /__proto__/],
    ['metadata that is not text', forge({ __metadata__: { a: 1 } }, 0), /text to text/],
    ['100,001 tensors', forge(many, 0), /at most 100000/],
  ];
  it.each(attacks)('%s', (_name, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('to write what it would not read', () => {
    expect(() => writeSafetensors(new Map([['__proto__', { shape: [], data: f32(1) }]]))).toThrow(
      /__proto__/,
    );
    expect(() => writeSafetensors(new Map([['a', { shape: [2], data: f32(1) }]]))).toThrow(/1 values/);
  });
});
