/** The codecs of Parquet. What comes out has the size that was said, or is refused. */
import type { CompressionCodec } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { gunzipTo } from '../unpack/inflateTo';
import { unpackLz4Block } from '../unpack/lz4';
import { mostSnappyRatio, unpackSnappyTo } from '../unpack/snappy';
import { unpackZstd } from '../unpack/zstd';
import type { PageMemory } from './pageMemory';

type Unpack = (bytes: Uint8Array, size: number, memory?: PageMemory) => Uint8Array;

/** Into `memory` where the codec can. */
export function unpackPage(
  bytes: Uint8Array,
  size: number,
  codec: CompressionCodec,
  memory?: PageMemory,
): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  if (size === 0) return new Uint8Array(0);
  const unpack = own[codec] ?? compressors[codec];
  if (!unpack) throw new Error(`the codec ${codec ?? 'unknown'} is not known`);
  const out = unpack(bytes, size, memory);
  if (out.length !== size) throw new Error(`a page unpacks to ${out.length} bytes instead of ${size}`);
  return out;
}

/** Where a page may claim anything, and the library would make it. */
const own: Partial<Record<CompressionCodec, Unpack>> = {
  GZIP: (bytes, size) => gunzipTo(bytes, size),
  LZ4: unpackLz4,
  LZ4_RAW: (bytes, size) => unpackLz4Block(bytes, size),
  SNAPPY: unpackSnappy,
  ZSTD: (bytes, size) => unpackZstd(bytes, size),
};

/** It begins with its size. */
function unpackSnappy(bytes: Uint8Array, size: number, memory?: PageMemory): Uint8Array {
  let said = 0;
  let at = 0;
  for (let byte = 0x80; at < 5 && byte >= 0x80; at++) {
    byte = bytes[at] ?? 0;
    said += (byte & 0x7f) * 2 ** (7 * at);
  }
  if (said !== size) throw new Error(`a page unpacks to ${said} bytes instead of ${size}`);
  const packed = bytes.subarray(at);
  if (size > packed.length * mostSnappyRatio)
    throw new Error('a page says that it unpacks to more than it can');
  const out = memory?.page(size) ?? new Uint8Array(size);
  unpackSnappyTo(packed, out);
  return out;
}

/** Plain blocks, or blocks between sizes, as Hadoop writes them. */
function unpackLz4(bytes: Uint8Array, size: number): Uint8Array {
  return unpackHadoop(bytes, size) ?? unpackLz4Block(bytes, size);
}

function unpackHadoop(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: [from: number, packed: number, unpacked: number][] = [];
  let total = 0;
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < 8) return undefined;
    const unpacked = view.getUint32(at);
    const packed = view.getUint32(at + 4);
    at += 8;
    if (packed > bytes.length - at || unpacked > size - total) return undefined;
    parts.push([at, packed, unpacked]);
    total += unpacked;
    at += packed;
  }
  if (total !== size) return undefined;
  const out = new Uint8Array(size);
  let at = 0;
  for (const [from, packed, unpacked] of parts) {
    out.set(unpackLz4Block(bytes.subarray(from, from + packed), unpacked), at);
    at += unpacked;
  }
  return out;
}
