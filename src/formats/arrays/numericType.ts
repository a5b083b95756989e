/** Numbers as files store them: width, sign, byte order; and raw bytes as JavaScript numbers. */
import { halfToNumber } from '#/core/halfFloats';

export interface NumericType {
  kind: 'float' | 'integer' | 'unsigned';
  bytes: 1 | 2 | 4 | 8;
  littleEndian: boolean;
}

export type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

const prefix = { float: 'float', integer: 'int', unsigned: 'uint' } as const;

/** "float32", "int16", "uint8". */
export const numericTypeName = ({ kind, bytes }: NumericType): string => `${prefix[kind]}${bytes * 8}`;

/** The type called "float32", "int16", …; undefined when the name is none of ours. */
export function parseNumericType(name: string, littleEndian = true): NumericType | undefined {
  const found = /^(float|u?int)(8|16|32|64)$/.exec(name);
  if (!found || name === 'float8') return undefined;
  const kind = found[1] === 'float' ? 'float' : found[1] === 'int' ? 'integer' : 'unsigned';
  return { kind, bytes: (Number(found[2]) / 8) as NumericType['bytes'], littleEndian };
}

export const byteOrderName = ({ bytes, littleEndian }: NumericType): string =>
  bytes === 1 ? 'none' : littleEndian ? 'little-endian' : 'big-endian';

/** Bytes to numbers. 64-bit integers become doubles (exact to 2^53), half floats become float32. */
export function readNumbers(bytes: Uint8Array, type: NumericType): NumberArray {
  const length = Math.floor(bytes.length / type.bytes);
  const swap = !type.littleEndian && type.bytes > 1;
  const aligned = bytes.byteOffset % type.bytes === 0 && !swap;
  const copy = aligned ? bytes : bytes.slice();
  if (swap) swapBytes(copy, type.bytes);
  const { buffer, byteOffset } = copy;
  switch (numericTypeName(type)) {
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, length);
    case 'int16':
      return new Int16Array(buffer, byteOffset, length);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, length);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, length), Number);
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, length), Number);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, length), halfToNumber);
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    default:
      return new Float64Array(buffer, byteOffset, length);
  }
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}
