/** LZ4: a block, and the frame around blocks. What it may unpack to is told, and never more is made. */

export function unpackLz4Block(
  bytes: Uint8Array,
  size: number,
  into: Uint8Array = new Uint8Array(size),
  start = 0,
): Uint8Array {
  const end = unpackBlock(bytes, into, start);
  if (end - start !== size && size >= 0)
    throw new Error(`an LZ4 block unpacks to ${end - start} bytes instead of ${size}`);
  return into;
}

/** Where the unpacked bytes end in `out`; a match may reach back before `start`. */
function unpackBlock(bytes: Uint8Array, out: Uint8Array, start: number): number {
  let to = start;
  for (let at = 0; at < bytes.length; ) {
    const token = bytes[at++] as number;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) {
        more = byteAt(bytes, at++);
        literals += more;
      }
    }
    if (literals > bytes.length - at || literals > out.length - to) throw cutShort();
    out.set(bytes.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    // The last sequence is literals alone.
    if (at === bytes.length) return to;
    const offset = byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
    at += 2;
    if (offset === 0 || offset > to) throw new Error('an LZ4 block points before its start');
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255) {
        more = byteAt(bytes, at++);
        length += more;
      }
    }
    if (length > out.length - to) throw cutShort();
    if (offset >= length) {
      out.copyWithin(to, to - offset, to - offset + length);
      to += length;
    } else for (const end = to + length; to < end; to++) out[to] = out[to - offset] as number;
  }
  return to;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw cutShort();
  return byte;
}

const cutShort = (): Error => new Error('LZ4 data are cut short or damaged');

const frameMagic = 0x184d2204;

/** A whole frame; `size` is what it is said to unpack to. */
export function unpackLz4Frame(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 7 || view.getUint32(0, true) !== frameMagic) throw cutShort();
  const flags = bytes[4] as number;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  const hasSums = (flags & 0x10) !== 0;
  const out = new Uint8Array(size);
  let to = 0;
  for (;;) {
    if (at + 4 > bytes.length) throw cutShort();
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) break;
    const length = head & 0x7fffffff;
    if (length > bytes.length - at) throw cutShort();
    const block = bytes.subarray(at, at + length);
    if (head & 0x80000000) {
      if (length > size - to) throw cutShort();
      out.set(block, to);
      to += length;
    } else to = unpackBlock(block, out, to);
    at += length + (hasSums ? 4 : 0);
  }
  if (to !== size) throw new Error(`LZ4 data unpack to ${to} bytes instead of ${size}`);
  return out;
}
