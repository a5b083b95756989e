/** DICOM's run-length coding: a plane for each byte of a value, the highest first (part 5, annex G). */
import type { PixelForm } from './imageFacts';
import { cutShort } from './framePixels';

/** As uncompressed bytes would lie, little-endian, samples by pixel. */
export function decodeRle(packed: Uint8Array, form: PixelForm, place: string): Uint8Array<ArrayBuffer> {
  const { rows, columns, samples, allocated } = form;
  const width = Math.max(1, allocated / 8);
  const pixels = rows * columns;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  if (packed.length < 64 || view.getUint32(0, true) !== width * samples) throw cutShort(place);
  const out = new Uint8Array(pixels * width * samples);
  for (let segment = 0; segment < width * samples; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const next = segment + 1 < width * samples ? view.getUint32(8 + 4 * segment, true) : packed.length;
    if (start < 64 || start > next || next > packed.length) throw cutShort(place);
    const sample = Math.floor(segment / width);
    const byte = width - 1 - (segment % width);
    unpack(packed.subarray(start, next), out, sample * width + byte, width * samples, pixels, place);
  }
  return out;
}

function unpack(
  packed: Uint8Array,
  out: Uint8Array,
  first: number,
  step: number,
  pixels: number,
  place: string,
): void {
  let to = first;
  let left = pixels;
  for (let at = 0; at < packed.length && left > 0; ) {
    const control = packed[at++] as number;
    if (control === 128) continue;
    const isRun = control > 128;
    const count = Math.min(left, isRun ? 257 - control : control + 1);
    for (let i = 0; i < count; i++, to += step) out[to] = packed[isRun ? at : at + i] ?? 0;
    at += isRun ? 1 : control + 1;
    left -= count;
  }
  if (left > 0) throw cutShort(place);
}
