/** Pixels as a PNG that packs nothing: for samples that are made on the spot. */
import { crc32 } from '../../crc32';
import type { Pixels } from '../../images/pixels';
import { joined } from './writeZip';

const mostStored = 65_535;

export function writePng({ width, height, channels, data }: Pixels): Uint8Array<ArrayBuffer> {
  const line = width * channels;
  const raw = new Uint8Array(height * (1 + line));
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * line, (y + 1) * line), y * (1 + line) + 1);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, channels === 1 ? 0 : 2);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', stored(raw)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** zlib in blocks that are stored. */
function stored(raw: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < raw.length; at += mostStored) {
    const part = raw.subarray(at, at + mostStored);
    const head = new DataView(new ArrayBuffer(5));
    head.setUint8(0, at + mostStored >= raw.length ? 1 : 0);
    head.setUint16(1, part.length, true);
    head.setUint16(3, ~part.length & 0xffff, true);
    parts.push(new Uint8Array(head.buffer), part);
  }
  let [a, b] = [1, 0];
  for (const byte of raw) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const sum = new DataView(new ArrayBuffer(4));
  sum.setUint32(0, ((b << 16) | a) >>> 0);
  return joined([...parts, new Uint8Array(sum.buffer)]);
}
