/** The colours that the numbers of a palette image stand for. */
import { TetradError } from '#/core/protocol/errors';
import type { ElementValues } from './elementValues';

export interface Palette {
  /** The stored value of its first entry; smaller ones are shown as it, larger ones as the last. */
  first: number;
  bits: 8 | 16;
  red: Uint16Array;
  green: Uint16Array;
  blue: Uint16Array;
}

export function readPalette(all: ElementValues, place: string): Palette {
  const [entries = 0, first = 0, bits = 16] = all.numbers(0x0028, 0x1101);
  const count = entries === 0 ? 65_536 : entries;
  const colour = (element: number): Uint16Array => {
    const data = all.element(0x0028, element);
    if (!data) throw unread(place, 'Its palette is missing, or in segments');
    const { bytes } = data;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    // Entries of 8 bits stand one in a byte, or one in two.
    if (bytes.length >= 2 * count)
      return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, all.littleEndian));
    if (bits === 8 && bytes.length >= count) return Uint16Array.from(bytes.subarray(0, count));
    throw unread(place, 'Its palette is shorter than it says');
  };
  return {
    first: first > 32_767 ? first - 65_536 : first,
    bits: bits === 8 ? 8 : 16,
    red: colour(0x1201),
    green: colour(0x1202),
    blue: colour(0x1203),
  };
}

const unread = (place: string, message: string): TetradError =>
  new TetradError({ code: 'unsupported', message: `${message}.`, place, hint: 'Save it as RGB.' });
