/** Whether an image file is all there, without unpacking it: what was cut short is told when it is imported. */
import { crc32 } from '#/core/crc32';
import { cutShort, type ImageType } from './imageHeader';
import { TetradError } from '#/core/protocol/errors';

/** Behind the end of a JPEG cameras write previews and programs their notes. */
const tailBytes = 1024 ** 2;

export function checkWhole(type: ImageType, bytes: Uint8Array, place: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'png':
      return checkPng(view, bytes, place);
    case 'jpeg': {
      const stop = Math.max(2, bytes.length - tailBytes);
      for (let at = bytes.length - 2; at >= stop; at--)
        if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return;
      throw cutShort(place);
    }
    case 'webp':
      if (view.getUint32(4, true) + 8 > bytes.length) throw cutShort(place);
      return;
    case 'bmp': {
      const claimed = view.getUint32(2, true);
      if (claimed > bytes.length) throw cutShort(place);
      return;
    }
    case 'gif':
      if (!bytes.subarray(-64).includes(0x3b)) throw cutShort(place);
      return;
    case 'avif': {
      for (let at = 0; at + 8 <= bytes.length; ) {
        const size = view.getUint32(at);
        if (size < 8) return;
        at += size;
        if (at > bytes.length) throw cutShort(place);
      }
      return;
    }
    case 'tiff':
  }
}

function checkPng(view: DataView, bytes: Uint8Array, place: string): void {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw new TetradError({
        code: 'badInput',
        message: 'damaged: a check sum is wrong',
        place,
        hint: 'Copy or download the file again.',
      });
    if (view.getUint32(at + 4) === 0x49454e44) return;
    at = end;
  }
  throw cutShort(place);
}
