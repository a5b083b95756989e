/** The packed frames of an image with compressed pixels: items one behind the other, told apart by a table of offsets. */
import { TetradError } from '#/core/protocol/errors';

interface Fragment {
  /** Behind the table of offsets, of the item itself. */
  at: number;
  bytes: Uint8Array;
}

/** `bytes`: from the first item (the table of offsets) on. */
export function packedFrames(bytes: Uint8Array, frames: number, place: string): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const items: Fragment[] = [];
  let base = 0;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const element = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) !== 0xfffe || (element !== 0xe000 && element !== 0xe0dd))
      throw damaged(place);
    if (element === 0xe0dd) break;
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) throw damaged(place);
    if (items.length === 0) base = at + 8 + length;
    items.push({ at: at - base, bytes: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  const [table, ...fragments] = items;
  if (!table || fragments.length < frames) throw damaged(place);
  if (fragments.length === frames) return fragments.map((one) => one.bytes);
  if (frames === 1) return [joined(fragments)];
  const offsets = startsOf(table.bytes, fragments, frames);
  if (!offsets) throw damaged(place);
  return offsets.map((start, i) =>
    joined(fragments.filter(({ at }) => at >= start && at < (offsets[i + 1] ?? Number.POSITIVE_INFINITY))),
  );
}

/** As the table says; without one, where a JPEG begins. */
function startsOf(table: Uint8Array, fragments: readonly Fragment[], frames: number): number[] | undefined {
  if (table.length >= frames * 4) {
    const view = new DataView(table.buffer, table.byteOffset, table.length);
    const starts = Array.from({ length: frames }, (_, i) => view.getUint32(i * 4, true));
    return starts.every((start) => fragments.some(({ at }) => at === start)) ? starts : undefined;
  }
  const begins = fragments.filter(
    ({ bytes }) => bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f),
  );
  return begins.length === frames ? begins.map(({ at }) => at) : undefined;
}

function joined(fragments: readonly Fragment[]): Uint8Array {
  const out = new Uint8Array(fragments.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of fragments) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

const damaged = (place: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: 'Its packed pixels are damaged or cut short.',
    place,
    hint: 'Copy or export the file again.',
  });
