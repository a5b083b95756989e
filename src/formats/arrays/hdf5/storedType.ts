/**
 * Numbers of HDF5 that no processor has: bfloat16, 24-bit integers, 12 bits in two bytes. Their type says which bits
 * are what; the bytes come as the library gives them, the lowest first.
 */
import type { NumberArray, NumericType } from '../numericType';

export interface StoredType {
  /** Where the type is one that processors have. */
  plain?: NumericType;
  /** "bfloat16", "int17", "float20". */
  name: string;
  /** Of one number in the file. */
  bytes: number;
  toNumbers(bytes: Uint8Array): NumberArray;
}

interface Bits {
  bytes: number;
  /** Of the lowest bit that counts. */
  offset: number;
  precision: number;
}

/** Of a datatype message, version 1 to 3; undefined for what is no number, or one that cannot be converted. */
export function parseStoredType(message: DataView): StoredType | 'standard' | undefined {
  const kind = message.getUint8(0) & 15;
  if (kind > 1) return 'standard';
  const flags = message.getUint8(1);
  const bits = {
    bytes: message.getUint32(4, true),
    offset: message.getUint16(8, true),
    precision: message.getUint16(10, true),
  };
  if (bits.offset + bits.precision > bits.bytes * 8 || bits.precision === 0) return undefined;
  return kind === 0 ? integerOf(bits, (flags & 8) !== 0) : floatOf(bits, message, flags);
}

function integerOf(bits: Bits, signed: boolean): StoredType | 'standard' | undefined {
  const { bytes, offset, precision } = bits;
  if (offset === 0 && precision === bytes * 8 && [1, 2, 4, 8].includes(bytes)) return 'standard';
  if (precision > 64) return undefined;
  return {
    name: `${signed ? 'int' : 'uint'}${precision}`,
    bytes,
    toNumbers: each(bytes, (view, at) => {
      const value = bitsAt(view, at, offset, precision);
      return signed && value >= 2 ** (precision - 1) ? value - 2 ** precision : value;
    }),
  };
}

const ieee = new Map([
  [2, '15 10 5 0 10 15'],
  [4, '31 23 8 0 23 127'],
  [8, '63 52 11 0 52 1023'],
]);

function floatOf(bits: Bits, message: DataView, flags: number): StoredType | 'standard' | undefined {
  const { bytes, offset, precision } = bits;
  const sign = message.getUint8(2);
  const [exponentAt, exponentBits, mantissaAt, mantissaBits] = [12, 13, 14, 15].map((at) =>
    message.getUint8(at),
  ) as [number, number, number, number];
  const bias = message.getUint32(16, true);
  const normal = (flags >> 4) & 3;
  const form = [sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias].join(' ');
  if (offset === 0 && precision === bytes * 8 && normal === 2 && ieee.get(bytes) === form) return 'standard';
  // The order of bytes of the VAX.
  if (flags & 64 || normal > 2 || exponentBits > 16 || mantissaBits > 64) return undefined;
  const most = 2 ** exponentBits - 1;
  const whole = normal === 2 ? 2 ** mantissaBits : 2 ** (mantissaBits - 1);
  const isBfloat = bytes === 2 && exponentBits === 8 && mantissaBits === 7;
  return {
    name: isBfloat ? 'bfloat16' : `float${precision}`,
    bytes,
    toNumbers: each(bytes, (view, at) => {
      const minus = bitsAt(view, at, sign, 1) === 1 ? -1 : 1;
      const exponent = bitsAt(view, at, exponentAt, exponentBits);
      const mantissa = bitsAt(view, at, mantissaAt, mantissaBits) / whole;
      if (exponent === most) {
        const rest = normal === 2 ? mantissa : mantissa - 1;
        return rest === 0 ? minus * Infinity : Number.NaN;
      }
      // The bit before the point is written, as in the long double of x86.
      if (normal !== 2) return minus * mantissa * 2 ** (exponent - bias);
      return exponent === 0
        ? minus * mantissa * 2 ** (1 - bias)
        : minus * (1 + mantissa) * 2 ** (exponent - bias);
    }),
  };
}

/** Up to 2^53 exactly. */
function bitsAt(view: Uint8Array, at: number, offset: number, count: number): number {
  let value = 0;
  let done = 0;
  for (let byte = at + (offset >> 3), skip = offset & 7; done < count; byte++, skip = 0) {
    const taken = Math.min(8 - skip, count - done);
    const part = ((view[byte] as number) >> skip) & ((1 << taken) - 1);
    value += part * 2 ** done;
    done += taken;
  }
  return value;
}

const each =
  (size: number, of: (bytes: Uint8Array, at: number) => number) =>
  (bytes: Uint8Array): Float64Array =>
    Float64Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => of(bytes, i * size));
