/** The encodings of Parquet: from the bytes of a page to values, a few at a time. */
import type { Encoding, ParquetType } from 'hyparquet';
import { DeltaReader } from './deltaReader';
import type { PageMemory } from './pageMemory';
import type { RawValues, ValueReader } from './rawValues';
import { RleReader } from './rleReader';

export interface PageValues {
  bytes: Uint8Array;
  /** Where the values begin. */
  start: number;
  /** Values that are not missing; unknown in pages of version 1. */
  most: number;
  encoding: Encoding;
  type: ParquetType;
  typeLength: number;
  /** For values that do not lie as the machine wants them. */
  memory?: PageMemory | undefined;
}

export function valueReader(page: PageValues): ValueReader {
  const { bytes, start, encoding, type, typeLength } = page;
  switch (encoding) {
    case 'PLAIN':
      return plainReader(page);
    case 'RLE_DICTIONARY':
    case 'PLAIN_DICTIONARY': {
      const width = bytes[start] ?? 0;
      // A page of missing values only may hold nothing at all.
      const runs = new RleReader(bytes, Math.min(bytes.length, start + 1), bytes.length, width);
      return {
        next(count) {
          const data = page.memory?.indices(count) ?? new Int32Array(count);
          runs.read(data, count);
          return { form: 'indices', data };
        },
      };
    }
    case 'RLE': {
      if (type !== 'BOOLEAN') break;
      const runs = new RleReader(bytes, start + 4, bytes.length, 1);
      return {
        next(count) {
          const data = new Uint8Array(count);
          runs.read(data, count);
          return { form: 'truth', data };
        },
      };
    }
    case 'DELTA_BINARY_PACKED': {
      if (type !== 'INT32' && type !== 'INT64') break;
      const deltas = new DeltaReader(bytes, start, type === 'INT32');
      return {
        next(count) {
          const data = new BigInt64Array(count);
          deltas.read(data, count);
          return type === 'INT64'
            ? { form: 'whole64', data }
            : { form: 'numbers', data: Int32Array.from(data, Number) };
        },
      };
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaLengths(bytes, start);
    case 'DELTA_BYTE_ARRAY':
      return deltaPrefixes(bytes, start);
    case 'BYTE_STREAM_SPLIT':
      return splitStreams(bytes, start, type, typeLength);
    default:
  }
  throw new Error(`the encoding ${encoding ?? 'unknown'} of ${type} values is not known`);
}

const early = (): Error => new Error('the values of a page end early');

const widths: Partial<Record<ParquetType, number>> = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 };

function plainReader({ bytes, start, type, typeLength, memory }: PageValues): ValueReader {
  let at = start;
  if (type === 'BOOLEAN') {
    let bit = start * 8;
    return {
      next(count) {
        if (bit + count > bytes.length * 8) throw early();
        const data = new Uint8Array(count);
        for (let i = 0; i < count; i++, bit++) data[i] = ((bytes[bit >>> 3] as number) >>> (bit & 7)) & 1;
        return { form: 'truth', data };
      },
    };
  }
  if (type === 'BYTE_ARRAY') {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return {
      next(count) {
        if (count > (bytes.length - at) / 4) throw early();
        const starts = new Uint32Array(count);
        const ends = new Uint32Array(count);
        for (let i = 0; i < count; i++) {
          const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
          at += 4;
          if (length > bytes.length - at) throw early();
          starts[i] = at;
          ends[i] = at += length;
        }
        return { form: 'bytes', bytes, starts, ends };
      },
    };
  }
  const width = type === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : (widths[type] ?? 0);
  if (!(width > 0)) throw new Error(`values of ${type} have no length`);
  return {
    next(count) {
      const size = width * count;
      if (size > bytes.length - at) throw early();
      const from = at;
      at += size;
      return fixedWidth(bytes, from, count, type, width, memory);
    },
  };
}

/** Values of one width beside each other; a copy, so that they lie as the machine wants them. */
function fixedWidth(
  bytes: Uint8Array,
  from: number,
  count: number,
  type: ParquetType,
  width: number,
  memory?: PageMemory,
): RawValues {
  if (type === 'FIXED_LEN_BYTE_ARRAY' || type === 'INT96') {
    const starts = Uint32Array.from({ length: count }, (_, i) => from + i * width);
    return { form: 'bytes', bytes, starts, ends: starts.map((value) => value + width) };
  }
  const begin = bytes.byteOffset + from;
  const isAligned = begin % width === 0;
  const unaligned = () => bytes.subarray(from, from + count * width);
  const buffer = isAligned
    ? (bytes.buffer as ArrayBuffer)
    : memory
      ? memory.aligned(unaligned()).buffer
      : unaligned().slice().buffer;
  const at = isAligned ? begin : 0;
  if (type === 'INT64') return { form: 'whole64', data: new BigInt64Array(buffer, at, count) };
  if (type === 'INT32') return { form: 'numbers', data: new Int32Array(buffer, at, count) };
  if (type === 'FLOAT') return { form: 'numbers', data: new Float32Array(buffer, at, count) };
  return { form: 'numbers', data: new Float64Array(buffer, at, count) };
}

/** All lengths of a page, and where they end. */
function lengthsAt(bytes: Uint8Array, start: number): { lengths: Int32Array; end: number } {
  const reader = new DeltaReader(bytes, start, true);
  // Each takes a byte at least, or none where all are alike: the page bounds what can be.
  if (reader.total > Math.max(1_048_576, bytes.length * 64))
    throw new Error('a page claims more values than it can hold');
  const values = new BigInt64Array(reader.total);
  reader.read(values, reader.total);
  return { lengths: Int32Array.from(values, Number), end: reader.end };
}

function deltaLengths(bytes: Uint8Array, start: number): ValueReader {
  const { lengths, end } = lengthsAt(bytes, start);
  let next = 0;
  let at = end;
  return {
    next(count) {
      if (next + count > lengths.length) throw early();
      const starts = new Uint32Array(count);
      const ends = new Uint32Array(count);
      for (let i = 0; i < count; i++) {
        const length = lengths[next++] as number;
        if (length < 0 || length > bytes.length - at) throw early();
        starts[i] = at;
        ends[i] = at += length;
      }
      return { form: 'bytes', bytes, starts, ends };
    },
  };
}

const mostJoined = 256 * 1024 * 1024;

/** Each begins with so much of the one before it. */
function deltaPrefixes(bytes: Uint8Array, start: number): ValueReader {
  const prefixes = lengthsAt(bytes, start);
  const suffixes = deltaLengths(bytes, prefixes.end);
  let next = 0;
  let last: Uint8Array = new Uint8Array(0);
  return {
    next(count) {
      const tails = suffixes.next(count);
      if (tails.form !== 'bytes' || next + count > prefixes.lengths.length) throw early();
      const starts = new Uint32Array(count);
      const ends = new Uint32Array(count);
      let size = 0;
      for (let i = 0; i < count; i++) {
        const prefix = prefixes.lengths[next + i] as number;
        const before = i === 0 ? last.length : (ends[i - 1] as number) - (starts[i - 1] as number);
        if (prefix < 0 || prefix > before)
          throw new Error('a text begins with more than the one before it has');
        starts[i] = size;
        size += prefix + (tails.ends[i] as number) - (tails.starts[i] as number);
        ends[i] = size;
        if (size > mostJoined) throw new Error('the texts of a page fill more than 256 MB');
      }
      const out = new Uint8Array(size);
      for (let i = 0; i < count; i++) {
        const prefix = prefixes.lengths[next + i] as number;
        const from = starts[i] as number;
        if (i === 0) out.set(last.subarray(0, prefix), from);
        else out.copyWithin(from, starts[i - 1] as number, (starts[i - 1] as number) + prefix);
        out.set(bytes.subarray(tails.starts[i] as number, tails.ends[i] as number), from + prefix);
      }
      next += count;
      if (count > 0) last = out.slice(starts[count - 1] as number, ends[count - 1] as number);
      return { form: 'bytes', bytes: out, starts, ends };
    },
  };
}

/** The first bytes of all values, then the second ones, and so on. */
function splitStreams(bytes: Uint8Array, start: number, type: ParquetType, typeLength: number): ValueReader {
  const width = type === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : (widths[type] ?? 0);
  if (!(width > 0) || type === 'INT96') throw new Error(`${type} values are not split into streams`);
  const total = Math.floor((bytes.length - start) / width);
  let next = 0;
  return {
    next(count) {
      if (next + count > total) throw early();
      const joined = new Uint8Array(count * width);
      for (let byte = 0; byte < width; byte++) {
        const from = start + byte * total + next;
        for (let i = 0; i < count; i++) joined[i * width + byte] = bytes[from + i] as number;
      }
      next += count;
      return fixedWidth(joined, 0, count, type, width);
    },
  };
}
