import type { Pixels } from '#/core/images/pixels';

const headerBytes = 54;

/** An image file that every browser shows, made without packing anything: Windows bitmap, 24 bits. */
export function writeBmp({ width, height, channels, data }: Pixels): Blob {
  const lineBytes = Math.ceil((3 * width) / 4) * 4;
  const bytes = new Uint8Array(headerBytes + lineBytes * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, headerBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  // From top to bottom.
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = headerBytes + y * lineBytes + 3 * x;
      for (let c = 0; c < 3; c++) bytes[to + c] = data[channels === 1 ? from : from + 2 - c] as number;
    }
  return new Blob([bytes], { type: 'image/bmp' });
}
