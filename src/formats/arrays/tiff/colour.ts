/** YCbCr, as JPEG in TIFF keeps colours, into red, green and blue (TIFF 6.0, section 21). */
import type { GeoTIFFImage } from 'geotiff';
import type { NumberArray } from '../numericType';

const yCbCr = 6;
const jpeg = 7;

export interface ColourRange {
  /** Shares of red, green and blue in brightness. */
  shares: readonly [number, number, number];
  /** Black and white of each component. */
  range: readonly number[];
}

/** undefined when the pixels are not of that kind; 'packed' when neighbours share colours in a way that is not read. */
export async function colourOf(image: GeoTIFFImage): Promise<ColourRange | 'packed' | undefined> {
  const directory = image.fileDirectory;
  if (directory.getValue('PhotometricInterpretation') !== yCbCr || image.getSamplesPerPixel() !== 3)
    return undefined;
  const sampling = numbers(await directory.loadValue('YCbCrSubSampling'));
  const [across = 2, down = 2] = sampling;
  // A JPEG has its own way to share colours, which its decoder undoes.
  if (directory.getValue('Compression') !== jpeg && (across !== 1 || down !== 1)) return 'packed';
  const [red = 0.299, green = 0.587, blue = 0.114] = numbers(await directory.loadValue('YCbCrCoefficients'));
  const given = numbers(await directory.loadValue('ReferenceBlackWhite'));
  return { shares: [red, green, blue], range: given.length === 6 ? given : [0, 255, 128, 255, 128, 255] };
}

const numbers = (value: unknown): number[] =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<number>) : [];

/** `pixels`: three components each, one after the other. */
export function toRgb(pixels: NumberArray, { shares: [red, green, blue], range }: ColourRange): Uint8Array {
  const out = new Uint8ClampedArray(pixels.length);
  const [y0 = 0, y1 = 255, b0 = 128, b1 = 255, r0 = 128, r1 = 255] = range;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const y = (((pixels[at] as number) - y0) * 255) / (y1 - y0);
    const cb = (((pixels[at + 1] as number) - b0) * 127) / (b1 - b0);
    const cr = (((pixels[at + 2] as number) - r0) * 127) / (r1 - r0);
    const r = y + cr * (2 - 2 * red);
    const b = y + cb * (2 - 2 * blue);
    out[at] = r;
    out[at + 1] = (y - b * blue - r * red) / green;
    out[at + 2] = b;
  }
  return new Uint8Array(out.buffer);
}
