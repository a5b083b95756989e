/** Frames of numbered colours as an animated GIF (89a), nothing lost. */

export interface IndexedFrames {
  width: number;
  height: number;
  /** Red, green, blue of each colour; at most 256. */
  palette: readonly (readonly [number, number, number])[];
  /** Row-major, a number of a colour each. */
  frames: readonly Uint8Array[];
  /** Hundredths of a second a frame. */
  delay: number;
}

export function writeGif({ width, height, palette, frames, delay }: IndexedFrames): Uint8Array<ArrayBuffer> {
  const bits = Math.max(2, Math.ceil(Math.log2(Math.max(2, palette.length))));
  const word = (value: number): number[] => [value & 255, value >> 8];
  const out: number[] = signs('GIF89a');
  out.push(...word(width), ...word(height), 0xf0 | (bits - 1), 0, 0);
  for (let i = 0; i < 1 << bits; i++) out.push(...(palette[i] ?? [0, 0, 0]));
  out.push(0x21, 0xff, 11, ...signs('NETSCAPE2.0'), 3, 1, 0, 0, 0);
  for (const frame of frames) {
    out.push(0x21, 0xf9, 4, 4, ...word(delay), 0, 0);
    out.push(0x2c, 0, 0, 0, 0, ...word(width), ...word(height), 0, bits);
    const codes = pack(frame, bits);
    for (let at = 0; at < codes.length; at += 255) {
      const part = codes.slice(at, at + 255);
      out.push(part.length, ...part);
    }
    out.push(0);
  }
  out.push(0x3b);
  return Uint8Array.from(out);
}

const signs = (words: string): number[] => Array.from(words, (sign) => sign.charCodeAt(0));

/** LZW: runs that were seen before become one code. */
function pack(colours: Uint8Array, bits: number): number[] {
  const clear = 1 << bits;
  const bytes: number[] = [];
  let [held, count, width] = [0, 0, bits + 1];
  const put = (code: number): void => {
    held |= code << count;
    count += width;
    for (; count >= 8; count -= 8) {
      bytes.push(held & 255);
      held >>>= 8;
    }
  };
  let known = new Map<number, number>();
  let next = clear + 2;
  put(clear);
  let run = -1;
  for (const colour of colours) {
    if (run < 0) {
      run = colour;
      continue;
    }
    const longer = known.get(run * 256 + colour);
    if (longer !== undefined) {
      run = longer;
      continue;
    }
    put(run);
    if (next < 4096) {
      if (next === 1 << width) width++;
      known.set(run * 256 + colour, next++);
    } else {
      put(clear);
      known = new Map();
      [next, width] = [clear + 2, bits + 1];
    }
    run = colour;
  }
  if (run >= 0) put(run);
  if (next === 1 << width && width < 12) width++;
  put(clear + 1);
  if (count > 0) bytes.push(held & 255);
  return bytes;
}
