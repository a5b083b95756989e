/** Bytes of one frame, unpacked, as its stored values: bits masked, signs extended, colours as RGB by pixel. */
import { TetradError } from '#/core/protocol/errors';
import { readNumbers, type NumberArray } from '../numericType';
import type { PixelForm } from './imageFacts';
import type { Palette } from './palette';

export const channelsOf = ({ samples, palette }: PixelForm): 1 | 3 => (palette ? 3 : samples);

/** Of one frame as it is stored without compression. */
export const frameBytes = ({ rows, columns, samples, allocated, photometric }: PixelForm): number =>
  photometric === 'YBR_FULL_422' ? rows * columns * 2 : (rows * columns * samples * allocated) / 8;

/** "int16", as the values are stored. */
export function dtypeOf({ allocated, signed, float, palette }: PixelForm): string {
  if (palette) return `uint${palette.bits}`;
  if (float) return `float${allocated}`;
  return `${signed ? 'int' : 'uint'}${Math.max(8, allocated)}`;
}

export function storedValues(
  bytes: Uint8Array,
  form: PixelForm,
  littleEndian: boolean,
  place: string,
): NumberArray {
  const { rows, columns, samples, allocated, signed, float, palette, photometric } = form;
  const count = rows * columns * samples;
  const expected = photometric === 'YBR_FULL_422' ? rows * columns * 2 : Math.ceil((count * allocated) / 8);
  if (bytes.length < expected) throw cutShort(place);
  if (allocated === 1)
    return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] as number) >> (i & 7)) & 1);
  if (allocated === 64 && !float) throw cutShort(place);
  const kind = float ? 'float' : signed ? 'integer' : 'unsigned';
  const width = (allocated / 8) as 1 | 2 | 4 | 8;
  const raw = readNumbers(bytes.slice(0, expected), { kind, bytes: width, littleEndian });
  if (!float) mask(raw, form);
  if (palette) return throughPalette(raw, palette);
  if (samples === 1) return raw;
  if (photometric === 'YBR_FULL_422') return toRgb(spread422(raw, rows * columns));
  const pixels = form.planar ? interleaved(raw, rows * columns) : raw;
  return photometric === 'YBR_FULL' ? toRgb(pixels) : pixels;
}

/** Bits above those that are stored may hold something else. */
export function mask(raw: NumberArray, { allocated, stored, highBit, signed }: PixelForm): void {
  if (stored === allocated) return;
  const down = highBit + 1 - stored;
  const up = 32 - stored;
  for (let i = 0; i < raw.length; i++) {
    const bits = ((raw[i] as number) >>> down) << up;
    raw[i] = signed ? bits >> up : bits >>> up;
  }
}

function throughPalette(raw: NumberArray, { first, red, green, blue, bits }: Palette): NumberArray {
  const last = red.length - 1;
  const out = bits === 8 ? new Uint8Array(raw.length * 3) : new Uint16Array(raw.length * 3);
  for (let i = 0; i < raw.length; i++) {
    const at = Math.max(0, Math.min(last, (raw[i] as number) - first));
    out[3 * i] = red[at] as number;
    out[3 * i + 1] = green[at] as number;
    out[3 * i + 2] = blue[at] as number;
  }
  return out;
}

function interleaved(planes: NumberArray, pixels: number): NumberArray {
  const out = planes.slice();
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < pixels; i++) out[3 * i + c] = planes[c * pixels + i] as number;
  return out;
}

/** Two pixels share their colour: Y Y Cb Cr. */
function spread422(raw: NumberArray, pixels: number): NumberArray {
  const out = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const at = (i >> 1) * 4;
    out[3 * i] = raw[at + (i & 1)] as number;
    out[3 * i + 1] = raw[at + 2] as number;
    out[3 * i + 2] = raw[at + 3] as number;
  }
  return out;
}

/** ITU-R BT.601 of 8 bits, as part 3 (C.7.6.3.1.2) says. */
function toRgb(ybr: NumberArray): NumberArray {
  const out = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i < ybr.length; i += 3) {
    const [y, cb, cr] = [ybr[i] as number, (ybr[i + 1] as number) - 128, (ybr[i + 2] as number) - 128];
    out[i] = y + 1.402 * cr;
    out[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[i + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}

export const cutShort = (place: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: 'Its pixels are cut short.',
    place,
    hint: 'Copy or export the file again.',
  });
