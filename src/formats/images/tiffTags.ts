/**
 * The tags of the first page of a TIFF or BigTIFF that are whole numbers. TIFF 6.0, section 2;
 * https://www.awaresystems.be/imaging/tiff/bigtiff.html
 */
export const tiffTag = {
  width: 256,
  height: 257,
  photometric: 262,
  colours: 320,
  extraSamples: 338,
} as const;

const bytesOf: Record<number, number> = { 1: 1, 3: 2, 4: 4, 16: 8 };
/** A table of colours for 16 bits. */
const mostValues = 3 * 65_536;

/** Throws a RangeError where it is cut short. */
export function readTiffTags(view: DataView): Map<number, number[]> {
  const little = view.getUint8(0) === 0x49;
  const big = view.getUint16(2, little) === 43;
  const long = (at: number): number =>
    big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const first = long(big ? 8 : 4);
  const count = big ? Number(view.getBigUint64(first, little)) : view.getUint16(first, little);
  const [head, size, inline] = big ? [8, 20, 8] : [2, 12, 4];
  const tags = new Map<number, number[]>();
  for (let i = 0; i < Math.min(count, 4096); i++) {
    const entry = first + head + size * i;
    const type = view.getUint16(entry + 2, little);
    const bytes = bytesOf[type];
    const values = long(entry + 4);
    if (bytes === undefined || values > mostValues) continue;
    const place = entry + 4 + inline;
    const at = bytes * values <= inline ? place : long(place);
    tags.set(
      view.getUint16(entry, little),
      Array.from({ length: values }, (_, k) => readAt(view, at + k * bytes, bytes, little)),
    );
  }
  return tags;
}

function readAt(view: DataView, at: number, bytes: number, little: boolean): number {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, little);
  return bytes === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}
