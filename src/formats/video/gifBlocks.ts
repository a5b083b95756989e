/** The blocks of a GIF: where its frames lie and how they follow each other. Nothing is unpacked. */

export interface GifFrame {
  x: number;
  y: number;
  width: number;
  height: number;
  interlaced: boolean;
  /** Of colours, red, green, blue each. */
  palette: Uint8Array;
  /** Of the palette: what is not painted. */
  transparent?: number;
  /** What happens to it before the next: 2 is cleared away, 3 is what was there before. */
  disposal: number;
  seconds: number;
  codeBits: number;
  /** Its codes, in one piece. */
  start: number;
}

export interface GifBlocks {
  width: number;
  height: number;
  frames: GifFrame[];
  /** Ends before its trailer. */
  isCut: boolean;
}

export const isGif = (bytes: Uint8Array): boolean => {
  const [g, i, f, eight, version, a] = bytes;
  return (
    g === 0x47 &&
    i === 0x49 &&
    f === 0x46 &&
    eight === 0x38 &&
    (version === 0x37 || version === 0x39) &&
    a === 0x61
  );
};

/** Whether what begins so has frames that follow each other: it says how often it is repeated, or a second one begins. */
export function isMovingGif(head: Uint8Array): boolean {
  if (!isGif(head)) return false;
  const blocks = walk(head, 2);
  return blocks.frames.length > 1 || blocks.loops;
}

export const readGifBlocks = (bytes: Uint8Array, mostFrames: number): GifBlocks | undefined =>
  isGif(bytes) && bytes.length >= 13 ? walk(bytes, mostFrames + 1) : undefined;

function walk(bytes: Uint8Array, most: number): GifBlocks & { loops: boolean } {
  const word = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const found = { width: word(6), height: word(8), frames: [] as GifFrame[], isCut: true, loops: false };
  const paletteAt = (at: number, flags: number): Uint8Array =>
    flags & 0x80 ? bytes.subarray(at, at + 3 * (2 << (flags & 7))) : new Uint8Array(0);
  const shared = paletteAt(13, bytes[10] ?? 0);
  let at = 13 + shared.length;
  let control: Pick<GifFrame, 'transparent' | 'disposal' | 'seconds'> = { disposal: 0, seconds: 0 };
  const skipParts = (): boolean => {
    while (at < bytes.length) {
      const length = bytes[at] as number;
      at += 1 + length;
      if (length === 0) return at <= bytes.length;
    }
    return false;
  };
  while (at < bytes.length && found.frames.length < most) {
    const kind = bytes[at];
    if (kind === 0x3b) {
      found.isCut = false;
      break;
    }
    if (kind === 0x21) {
      const label = bytes[at + 1];
      if (label === 0xf9 && bytes[at + 2] === 4) {
        const flags = bytes[at + 3] as number;
        control = {
          disposal: (flags >> 2) & 7,
          seconds: word(at + 4) / 100,
          ...(flags & 1 && { transparent: bytes[at + 6] as number }),
        };
      }
      if (label === 0xff && new TextDecoder().decode(bytes.subarray(at + 3, at + 11)) === 'NETSCAPE')
        found.loops = true;
      at += 2;
      if (!skipParts()) break;
      continue;
    }
    if (kind !== 0x2c || at + 10 >= bytes.length) break;
    const flags = bytes[at + 9] as number;
    const palette = paletteAt(at + 10, flags);
    const frame = {
      x: word(at + 1),
      y: word(at + 3),
      width: word(at + 5),
      height: word(at + 7),
      interlaced: (flags & 0x40) !== 0,
      palette: palette.length > 0 ? palette : shared,
      ...control,
      codeBits: 0,
      start: 0,
    };
    at += 10 + palette.length;
    frame.codeBits = bytes[at] ?? 0;
    frame.start = at + 1;
    control = { disposal: 0, seconds: 0 };
    at++;
    const isWhole = skipParts();
    if (at > frame.start) found.frames.push(frame);
    if (!isWhole) break;
  }
  return found;
}
