/** Zstandard at once, to a size that is said: a page of Parquet, a buffer of Arrow. */
import { Decompress, decompress } from 'fzstd';

/** What a frame may ask for to look back into. */
export const mostWindow = 128 * 1024 * 1024;

export function unpackZstd(bytes: Uint8Array, size: number): Uint8Array {
  if (frameSize(bytes) === size) return decompress(bytes, new Uint8Array(size));
  requireWindow(bytes);
  const out = new Uint8Array(size);
  let at = 0;
  new Decompress((piece) => {
    if (piece.length > size - at) throw new Error('packed data are longer than they say');
    out.set(piece, at);
    at += piece.length;
  }).push(bytes, true);
  if (at !== size) throw new Error(`packed data unpack to ${at} bytes instead of ${size}`);
  return out;
}

/** The size that the header of the first frame gives; undefined where it gives none. */
function frameSize(bytes: Uint8Array): number | undefined {
  const descriptor = bytes[4] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const kind = descriptor >> 6;
  const at = 5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < at + 8) return kind === 0 && single ? bytes[at] : undefined;
  if (kind === 0) return single ? bytes[at] : undefined;
  if (kind === 1) return view.getUint16(at, true) + 256;
  return kind === 2 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** A header may ask for gigabytes before a byte was unpacked. */
export function requireWindow(bytes: Uint8Array): void {
  const descriptor = bytes[4] ?? 0;
  const exponent = (bytes[5] ?? 0) >> 3;
  const window =
    descriptor & 0x20 ? (frameSize(bytes) ?? 0) : 2 ** (10 + exponent) * (1 + ((bytes[5] ?? 0) & 7) / 8);
  if (window > mostWindow) throw new Error('packed data ask for more memory than there is for them');
}
