/**
 * Pixels that are no whole bytes (1, 2, 4, 10, 12, 14, 24 bits), or whose bits stand the other way round in their
 * bytes (FillOrder 2): unpacked between the decoder and the library, which is told of the size they then have.
 */
import type { GeoTIFFImage } from 'geotiff';
import type { NumericType } from '../numericType';

const tags = { bitsPerSample: 258, fillOrder: 266 } as const;

export interface PixelBits {
  /** In the file. */
  bits: number;
  /** As they are handed over. */
  type: NumericType;
  reversed: boolean;
}

/** undefined for what nobody can read. */
export async function pixelBits(image: GeoTIFFImage): Promise<PixelBits | undefined> {
  const reversed = (await image.fileDirectory.loadValue('FillOrder')) === 2;
  const samples = image.getSamplesPerPixel();
  // By the specification a pixel is one bit where the file does not say.
  const bits = image.getBitsPerSample() || 1;
  const same = Array.from({ length: samples }, (_, i) => image.getBitsPerSample(i) || bits);
  const kind = { 1: 'unsigned', 2: 'integer', 3: 'float' } as const;
  const found = kind[image.getSampleFormat() as 1 | 2 | 3];
  if (found === undefined || same.some((one) => one !== bits)) return undefined;
  const { littleEndian } = image;
  if (found === 'float')
    return bits === 16 || bits === 32 || bits === 64
      ? { bits, type: { kind: found, bytes: (bits / 8) as 2 | 4 | 8, littleEndian }, reversed }
      : undefined;
  if (bits < 1 || bits > 32) return undefined;
  const bytes = bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
  return { bits, type: { kind: found, bytes, littleEndian }, reversed };
}

/** Whether the library would read them wrongly. */
export const needsUnpacking = ({ bits, type, reversed }: PixelBits): boolean =>
  reversed || bits !== type.bytes * 8;

/** Tells the library that pixels are whole bytes; from then on they must come through `unpackPixels`. */
export function claimWholeBytes(image: GeoTIFFImage, { type }: PixelBits): void {
  const bits = Array.from({ length: image.getSamplesPerPixel() }, () => type.bytes * 8);
  image.fileDirectory.actualizedFields.set(tags.bitsPerSample, bits);
}

const turned = Uint8Array.from({ length: 256 }, (_, byte) => {
  let out = 0;
  for (let bit = 0; bit < 8; bit++) out |= ((byte >> bit) & 1) << (7 - bit);
  return out;
});

export const turnBits = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte) => turned[byte] as number);

/** `perRow`: numbers in a row, which begins at a whole byte. */
export function unpackPixels(
  packed: Uint8Array,
  { bits, type }: PixelBits,
  perRow: number,
): Uint8Array<ArrayBuffer> {
  const rowBytes = Math.ceil((perRow * bits) / 8);
  const rows = Math.floor(packed.length / rowBytes);
  const out = new Uint8Array(rows * perRow * type.bytes);
  const view = new DataView(out.buffer);
  const sign = type.kind === 'integer' ? 2 ** (bits - 1) : Infinity;
  for (let row = 0, to = 0; row < rows; row++)
    for (let i = 0; i < perRow; i++, to += type.bytes) {
      const raw =
        bits % 8 === 0
          ? wholeBytes(packed, row * rowBytes + (i * bits) / 8, bits / 8, type.littleEndian)
          : bitsFrom(packed, row * rowBytes * 8 + i * bits, bits);
      const value = raw >= sign ? raw - 2 ** bits : raw;
      if (type.bytes === 1) view.setUint8(to, value);
      else if (type.bytes === 2) view.setUint16(to, value, type.littleEndian);
      else view.setUint32(to, value, type.littleEndian);
    }
  return out;
}

function wholeBytes(bytes: Uint8Array, at: number, count: number, littleEndian: boolean): number {
  let value = 0;
  for (let i = 0; i < count; i++)
    value = value * 256 + (bytes[littleEndian ? at + count - 1 - i : at + i] as number);
  return value;
}

/** The highest first. */
function bitsFrom(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let done = 0; done < count; ) {
    const skip = (at + done) & 7;
    const taken = Math.min(8 - skip, count - done);
    const byte = bytes[(at + done) >> 3] as number;
    value = value * 2 ** taken + ((byte >> (8 - skip - taken)) & ((1 << taken) - 1));
    done += taken;
  }
  return value;
}
