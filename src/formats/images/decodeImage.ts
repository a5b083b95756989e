/**
 * An image file to its pixels. PNG by ourselves, TIFF by geotiff, all others by the browser, which knows their colour
 * spaces, palettes and orientation. Where there is no browser (tests in Node), those are told to be unknown.
 */
import type { Pixels } from '#/core/images/pixels';
import { TetradError } from '#/core/protocol/errors';
import { type ImageHeader, mimeOf, readImageHeader } from './imageHeader';
import { decodePng } from './png';

export async function decodeImage(bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Pixels> {
  const header = readImageHeader(bytes, place);
  if (!header) throw new TetradError({ code: 'badInput', message: 'no image', place, hint: 'Leave it out.' });
  if (header.type === 'png') return await decodePng(bytes, place);
  if (header.type === 'tiff') return await (await import('./tiffImage')).decodeTiff(bytes, place);
  return await byBrowser(bytes, header, place);
}

export async function byBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  { type, isGrey }: ImageHeader,
  place: string,
): Promise<Pixels> {
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined')
    throw new TetradError({
      code: 'unsupported',
      message: `this browser does not read ${type.toUpperCase()}`,
      place,
      hint: 'Save it as PNG.',
    });
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: mimeOf[type] }), {
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
      imageOrientation: 'from-image',
    });
  } catch (cause) {
    throw new TetradError(
      {
        code: 'badInput',
        message: `damaged, or a ${type.toUpperCase()} that this browser does not read`,
        place,
        hint: 'Save it as PNG, or leave it out.',
      },
      { cause },
    );
  }
  try {
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context)
      throw new TetradError({ code: 'unsupported', message: 'the browser gives no canvas', place });
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return withoutAlpha(data, width, height, isGrey ? 1 : 3);
  } finally {
    bitmap.close();
  }
}

export function withoutAlpha(
  rgba: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
  channels: 1 | 3,
): Pixels {
  const count = width * height;
  const data = new Uint8Array(count * channels);
  if (channels === 1) for (let i = 0; i < count; i++) data[i] = rgba[4 * i] as number;
  else
    for (let i = 0; i < count; i++) {
      data[3 * i] = rgba[4 * i] as number;
      data[3 * i + 1] = rgba[4 * i + 1] as number;
      data[3 * i + 2] = rgba[4 * i + 2] as number;
    }
  return { width, height, channels, data };
}
