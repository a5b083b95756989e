/** Deflated bytes of known size, at once: a page, an entry. No more than that is made, whatever they hold. */
import { Inflater } from '../gzip/inflater';

export function inflateTo(bytes: Uint8Array, size: number): Uint8Array {
  const inflater = new Inflater();
  inflater.push(bytes, true);
  const out = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const pause = inflater.run();
    const piece = inflater.take();
    if (piece.length > size - at) throw new Error('packed data are longer than they say');
    out.set(piece, at);
    at += piece.length;
    if (pause === 'end') break;
    if (pause === 'input') throw new Error('packed data end early');
  }
  if (at !== size) throw new Error(`packed data unpack to ${at} bytes instead of ${size}`);
  return out;
}

/** Members of gzip, or bare deflate where no header stands. */
export function gunzipTo(bytes: Uint8Array, size: number): Uint8Array {
  return inflateTo(bytes.subarray(headerEnd(bytes)), size);
}

function headerEnd(bytes: Uint8Array): number {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return 0;
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    while (at < bytes.length && bytes[at] !== 0) at++;
    at++;
  }
  return flags & 2 ? at + 2 : at;
}
