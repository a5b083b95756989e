/** Pixels of 8 bits as a PNG, packed by the browser. */
import { crc32 } from '#/core/crc32';
import type { Pixels } from '#/core/images/pixels';

export async function packPng({ width, height, channels, data }: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const line = width * channels;
  const raw = new Uint8Array(height * (1 + line));
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * line, (y + 1) * line), y * (1 + line) + 1);
  const packed = new Blob([raw]).stream().pipeThrough(new CompressionStream('deflate'));
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, channels === 1 ? 0 : 2);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
