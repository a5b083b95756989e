/**
 * LZW as TIFF has it: codes from the high bits, wider one code early (TIFF 6.0, section 13), and as it was before
 * version 6: codes from the low bits, wider when none is left, which libtiff and ImageJ of old wrote.
 */
const clear = 256;
const end = 257;
const first = 258;
const widest = 12;

/** The first code is always `clear`, which begins with a zero byte only in the old order. */
const isOld = (bytes: Uint8Array): boolean => bytes[0] === 0 && ((bytes[1] ?? 0) & 1) === 1;

export function decodeLzw(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const old = isOld(bytes);
  const prefix = new Uint16Array(1 << widest);
  const suffix = new Uint8Array(1 << widest).map((_, i) => i);
  const lengths = new Uint16Array(1 << widest).fill(1);
  let out = new Uint8Array(Math.max(1024, bytes.length * 4));
  let filled = 0;
  let width = 9;
  let free = first;
  let before = -1;
  let bit = 0;
  const total = bytes.length * 8;
  const early = old ? 0 : 1;
  const next = (): number => {
    let code = 0;
    for (let done = 0; done < width; ) {
      const byte = bytes[bit >> 3] as number;
      const skip = bit & 7;
      const taken = Math.min(8 - skip, width - done);
      const part = old
        ? (byte >> skip) & ((1 << taken) - 1)
        : (byte >> (8 - skip - taken)) & ((1 << taken) - 1);
      code = old ? code | (part << done) : (code << taken) | part;
      done += taken;
      bit += taken;
    }
    return code;
  };
  /** Writes the bytes of a code; answers the first of them. */
  const write = (code: number): number => {
    const length = lengths[code] as number;
    if (filled + length + 1 > out.length) {
      const larger = new Uint8Array(out.length * 2 + length);
      larger.set(out);
      out = larger;
    }
    let at = filled + length;
    for (let rest = code; ; rest = prefix[rest] as number) {
      out[--at] = suffix[rest] as number;
      if (at === filled) break;
    }
    filled += length;
    return out[filled - length] as number;
  };
  while (bit + width <= total) {
    const code = next();
    if (code === end) break;
    if (code === clear) {
      width = 9;
      free = first;
      before = -1;
      continue;
    }
    if (before < 0) {
      if (code >= clear) throw new Error('LZW data are damaged');
      write(code);
      before = code;
      continue;
    }
    if (code > free || free >= 1 << widest) {
      // A full table is used as it is.
      if (code >= free) throw new Error('LZW data are damaged');
      write(code);
      before = code;
      continue;
    }
    prefix[free] = before;
    lengths[free] = (lengths[before] as number) + 1;
    if (code < free) suffix[free] = write(code);
    else {
      const begin = write(before);
      out[filled++] = begin;
      suffix[free] = begin;
    }
    free++;
    if (free >= (1 << width) - early && width < widest) width++;
    before = code;
  }
  return out.slice(0, filled);
}
