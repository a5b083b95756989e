/**
 * PNG (ISO/IEC 15948) unpacked by ourselves, so that its pixels are the same in every browser and without one: palettes,
 * 1 to 16 bits, interlacing. Transparent places show white.
 */
import { TetradError } from '#/core/protocol/errors';
import type { Pixels } from '#/core/images/pixels';

interface Header {
  width: number;
  height: number;
  depth: number;
  colour: number;
  interlaced: boolean;
}

/** By colour type: samples of a pixel. */
const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: where each pass begins, and how far apart its pixels are. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export async function decodePng(bytes: Uint8Array, place: string): Promise<Pixels> {
  const damaged = (message: string) =>
    new TetradError({
      code: 'badInput',
      message: `damaged: ${message}`,
      place,
      hint: 'Copy the file again.',
    });
  if (bytes.length < 33) throw damaged('it ends too soon');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: Header = {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth: view.getUint8(24),
    colour: view.getUint8(25),
    interlaced: view.getUint8(28) === 1,
  };
  const samples = samplesOf[header.colour];
  if (!samples || ![1, 2, 4, 8, 16].includes(header.depth)) throw damaged('it has no such colours');
  let palette: Uint8Array | undefined;
  let transparent: Uint8Array | undefined;
  const packed: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const data = bytes.slice(at + 8, at + 8 + length);
    if (type === 0x504c5445) palette = data;
    else if (type === 0x74524e53) transparent = data;
    else if (type === 0x49444154) packed.push(data);
    else if (type === 0x49454e44) break;
    at += 12 + length;
  }
  const frames = framesOf(header);
  const bits = header.depth * samples;
  const expected = frames.reduce(
    (sum, { width, height }) => sum + (width > 0 ? height * (1 + Math.ceil((width * bits) / 8)) : 0),
    0,
  );
  const raw = await inflate(packed, expected);
  if (raw.length < expected) throw damaged('it ends too soon');
  const image = new Flattened(header, palette, transparent);
  let at = 0;
  for (const frame of frames) {
    const lineBytes = Math.ceil((frame.width * bits) / 8);
    if (frame.width === 0 || frame.height === 0) continue;
    const lines = raw.subarray(at, at + frame.height * (1 + lineBytes));
    at += lines.length;
    unfilter(lines, frame.height, lineBytes, Math.max(1, bits >> 3));
    for (let y = 0; y < frame.height; y++)
      image.line(lines.subarray(y * (1 + lineBytes) + 1, (y + 1) * (1 + lineBytes)), frame, y);
  }
  return image.pixels;
}

interface Frame {
  width: number;
  height: number;
  x: number;
  y: number;
  stepX: number;
  stepY: number;
}

const framesOf = ({ width, height, interlaced }: Header): Frame[] =>
  interlaced
    ? passes.map(([x, y, stepX, stepY]) => ({
        width: Math.ceil((width - x) / stepX),
        height: Math.ceil((height - y) / stepY),
        x,
        y,
        stepX,
        stepY,
      }))
    : [{ width, height, x: 0, y: 0, stepX: 1, stepY: 1 }];

/** No more than is expected, whatever it would unpack to. */
async function inflate(packed: readonly Uint8Array<ArrayBuffer>[], most: number): Promise<Uint8Array> {
  const stream = new DecompressionStream('deflate');
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (const piece of packed) await writer.write(piece);
    await writer.close();
  })();
  writing.catch(() => undefined);
  const raw = new Uint8Array(most);
  let got = 0;
  const reader = stream.readable.getReader();
  try {
    while (got < most) {
      const { done, value } = await reader.read();
      if (done) break;
      raw.set(value.subarray(0, most - got), got);
      got = Math.min(most, got + value.length);
    }
  } catch {
    // What came is looked at by its length.
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return raw.subarray(0, got);
}

/** In place, line by line. */
function unfilter(lines: Uint8Array, height: number, lineBytes: number, pixelBytes: number): void {
  const stride = lineBytes + 1;
  for (let y = 0; y < height; y++) {
    const start = y * stride + 1;
    const above = y > 0 ? start - stride : -1;
    const filter = lines[start - 1];
    for (let i = 0; i < lineBytes; i++) {
      const at = start + i;
      const left = i >= pixelBytes ? (lines[at - pixelBytes] as number) : 0;
      const up = above >= 0 ? (lines[above + i] as number) : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) {
        const corner = above >= 0 && i >= pixelBytes ? (lines[above + i - pixelBytes] as number) : 0;
        const [p, q, r] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
        guess = p <= q && p <= r ? left : q <= r ? up : corner;
      }
      lines[at] = ((lines[at] as number) + guess) & 255;
    }
  }
}

/** Lines of samples to pixels of 8 bits without transparency. */
class Flattened {
  readonly pixels: Pixels;
  readonly #header: Header;
  readonly #palette: Uint8Array | undefined;
  readonly #transparent: Uint8Array | undefined;

  constructor(header: Header, palette: Uint8Array | undefined, transparent: Uint8Array | undefined) {
    this.#header = header;
    this.#palette = palette;
    this.#transparent = transparent;
    const { width, height, colour } = header;
    const channels = colour === 0 || colour === 4 ? 1 : 3;
    this.pixels = { width, height, channels, data: new Uint8Array(width * height * channels) };
  }

  line(samples: Uint8Array, { width, x, y, stepX, stepY }: Frame, row: number): void {
    const { colour, depth } = this.#header;
    const { data, channels, width: full } = this.pixels;
    const perPixel = samplesOf[colour] as number;
    const most = 2 ** depth - 1;
    const clear = this.#transparent;
    if (depth === 8 && !clear && (colour === 0 || colour === 2) && stepX === 1) {
      data.set(samples, (y + row * stepY) * full * channels);
      return;
    }
    const clearAt = (i: number) =>
      clear ? ((clear[2 * i] as number) << 8) | (clear[2 * i + 1] as number) : -1;
    const key = colour === 0 ? [clearAt(0)] : [clearAt(0), clearAt(1), clearAt(2)];
    for (let i = 0; i < width; i++) {
      const at = ((y + row * stepY) * full + x + i * stepX) * channels;
      if (colour === 3) {
        const index = sampleAt(samples, i, depth);
        const alpha = clear?.[index] ?? 255;
        for (let c = 0; c < 3; c++) data[at + c] = overWhite(this.#palette?.[3 * index + c] ?? 0, alpha, 255);
        continue;
      }
      let alpha = colour === 4 || colour === 6 ? sampleAt(samples, i * perPixel + perPixel - 1, depth) : most;
      if (
        clear &&
        colour < 3 &&
        key.every((value, c) => value === sampleAt(samples, i * perPixel + c, depth))
      )
        alpha = 0;
      for (let c = 0; c < channels; c++)
        data[at + c] = overWhite(sampleAt(samples, i * perPixel + c, depth), alpha, most);
    }
  }
}

function sampleAt(samples: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return samples[i] as number;
  if (depth === 16) return ((samples[2 * i] as number) << 8) | (samples[2 * i + 1] as number);
  const bit = i * depth;
  return ((samples[bit >> 3] as number) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** To 8 bits. */
function overWhite(value: number, alpha: number, most: number): number {
  if (alpha === most) return most === 255 ? value : Math.round((value * 255) / most);
  const share = alpha / most;
  return Math.round(((value / most) * share + 1 - share) * 255);
}
