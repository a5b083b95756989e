/** What the first bytes of an image file say, before anything is unpacked: its format, its size, its colours. */
import { TetradError } from '#/core/protocol/errors';
import { readTiffTags, tiffTag } from './tiffTags';

export type ImageType = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'tiff';

export interface ImageHeader {
  type: ImageType;
  /** 0 where only unpacking tells. */
  width: number;
  height: number;
  /** Whether it is certainly grey. */
  isGrey: boolean;
}

export const mimeOf: Record<ImageType, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  tiff: 'image/tiff',
};

/** 2^27 pixels take half a gigabyte unpacked. */
const mostPixels = 2 ** 27;
const mostSide = 2 ** 15;

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return 'gif';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return 'webp';
  if (text(bytes, 0, 2) === 'BM' && bytes.length > 26 && bytes[15] === 0 && (bytes[14] as number) >= 12)
    return 'bmp';
  if (text(bytes, 4, 4) === 'ftyp' && /avi[fs]/.test(text(bytes, 8, 24))) return 'avif';
  if (/^(II[*+]\0|MM\0[*+])/.test(text(bytes, 0, 4))) return 'tiff';
  return undefined;
}

/** undefined for what is no image. Throws where it is one that cannot be used; `place` names it. */
export function readImageHeader(bytes: Uint8Array, place: string): ImageHeader | undefined {
  const type = imageTypeOf(bytes);
  if (!type) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: ImageHeader | undefined;
  try {
    header = readers[type](view, bytes);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  if (!header) throw cutShort(place);
  const { width, height } = header;
  if (width > mostSide || height > mostSide || width * height > mostPixels)
    throw new TetradError({
      code: 'unsupported',
      message: `too large (${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels)`,
      place,
      hint: 'Make it smaller: at most 32,768 pixels a side, and 134 million in all.',
    });
  return header;
}

export const cutShort = (place: string) =>
  new TetradError({
    code: 'badInput',
    message: 'cut short',
    place,
    hint: 'Copy or download the file again.',
  });

const readers: Record<ImageType, (view: DataView, bytes: Uint8Array) => ImageHeader | undefined> = {
  png: (view) => ({
    type: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    isGrey: [0, 4].includes(view.getUint8(25)),
  }),
  gif: (view) => ({
    type: 'gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    isGrey: false,
  }),
  bmp(view) {
    const old = view.getUint32(14, true) === 12;
    return {
      type: 'bmp',
      width: old ? view.getUint16(18, true) : view.getInt32(18, true),
      height: Math.abs(old ? view.getUint16(20, true) : view.getInt32(22, true)),
      isGrey: false,
    };
  },
  jpeg(view) {
    for (let at = 2; ; ) {
      while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++;
      if (view.getUint8(at) !== 0xff) return undefined;
      const marker = view.getUint8(at + 1);
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame)
        return {
          type: 'jpeg',
          height: view.getUint16(at + 5),
          width: view.getUint16(at + 7),
          isGrey: view.getUint8(at + 9) === 1,
        };
      if (marker === 0xda || marker === 0xd9) return undefined;
      at += 2 + view.getUint16(at + 2);
    }
  },
  webp(view, bytes) {
    const kind = text(bytes, 12, 4);
    if (kind === 'VP8X')
      return { type: 'webp', width: 1 + uint24(view, 24), height: 1 + uint24(view, 27), isGrey: false };
    if (kind === 'VP8L') {
      const bits = view.getUint32(21, true);
      return { type: 'webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff), isGrey: false };
    }
    return {
      type: 'webp',
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
      isGrey: false,
    };
  },
  avif(view, bytes) {
    // The property of the spatial extent, wherever it lies in the boxes of the header.
    for (let at = 4; at + 16 <= Math.min(bytes.length, 65_536); at++)
      if (bytes[at] === 0x69 && text(bytes, at, 4) === 'ispe')
        return {
          type: 'avif',
          width: view.getUint32(at + 8),
          height: view.getUint32(at + 12),
          isGrey: false,
        };
    return undefined;
  },
  tiff(view) {
    const tags = readTiffTags(view);
    return {
      type: 'tiff',
      width: tags.get(tiffTag.width)?.[0] ?? 0,
      height: tags.get(tiffTag.height)?.[0] ?? 0,
      isGrey: (tags.get(tiffTag.photometric)?.[0] ?? 2) < 2,
    };
  },
};

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
