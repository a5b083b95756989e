/** JPEG of 8 bits by the browser. */
import { TetradError } from '#/core/protocol/errors';
import { decodeImage } from '../../images/decodeImage';
import type { NumberArray } from '../numericType';
import type { PixelForm } from './imageFacts';

export async function decodeJpegBaseline(
  packed: Uint8Array,
  { rows, columns, samples }: PixelForm,
  place: string,
): Promise<NumberArray> {
  if (precisionOf(packed) !== 8)
    throw new TetradError({
      code: 'unsupported',
      message: 'Its JPEG has 12 bits, which browsers do not read.',
      place,
      hint: 'Unpack it first: gdcmconv --raw in.dcm out.dcm.',
    });
  const { width, height, channels, data } = await decodeImage(packed.slice(), place);
  if (width !== columns || height !== rows || channels !== samples)
    throw new TetradError({
      code: 'badInput',
      message: `Its JPEG has ${width} × ${height} × ${channels} values, the header says ${columns} × ${rows} × ${samples}.`,
      place,
      hint: 'Copy or export the file again.',
    });
  return data;
}

function precisionOf(packed: Uint8Array): number | undefined {
  for (let at = 2; at + 4 < packed.length && packed[at] === 0xff; ) {
    const marker = packed[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return packed[at + 4];
    at += 2 + (packed[at + 2] as number) * 256 + (packed[at + 3] as number);
  }
  return undefined;
}
