/** The codes of one frame of a GIF (LZW) to numbers of its palette. */

/** As many as fit into `to`; returns how many there were. */
export function unpackGif(bytes: Uint8Array, start: number, codeBits: number, to: Uint8Array): number {
  const clear = 1 << codeBits;
  const end = clear + 1;
  const before = new Int16Array(4096);
  const last = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let code = 0; code < clear; code++) {
    last[code] = code;
    lengths[code] = 1;
  }
  let [width, next, previous] = [codeBits + 1, end + 1, -1];
  let [bits, held] = [0, 0];
  let [at, left] = [start, 0];
  let filled = 0;
  for (;;) {
    while (held < width) {
      if (left === 0) {
        left = bytes[at++] ?? 0;
        if (left === 0) return filled;
      }
      if (at >= bytes.length) return filled;
      bits |= (bytes[at++] as number) << held;
      left--;
      held += 8;
    }
    const code = bits & ((1 << width) - 1);
    bits >>>= width;
    held -= width;
    if (code === end) return filled;
    if (code === clear) {
      [width, next, previous] = [codeBits + 1, end + 1, -1];
      continue;
    }
    // A code of what is only now made ends with what it begins with.
    const isNew = code >= next;
    if (isNew && (previous < 0 || code > next)) return filled;
    const known = isNew ? previous : code;
    const length = (lengths[known] as number) + Number(isNew);
    let place = filled + length - 1;
    if (isNew) place--;
    let first = 0;
    for (let one = known, k = lengths[known] as number; k > 0; k--) {
      first = last[one] as number;
      if (place < to.length) to[place] = first;
      place--;
      one = before[one] as number;
    }
    if (isNew && filled + length - 1 < to.length) to[filled + length - 1] = first;
    filled += length;
    if (previous >= 0 && next < 4096) {
      before[next] = previous;
      last[next] = first;
      lengths[next] = (lengths[previous] as number) + 1;
      next++;
      if (next === 1 << width && width < 12) width++;
    }
    previous = code;
    if (filled >= to.length) return to.length;
  }
}
