/** Animated GIF, by ourselves: it needs no decoder of the browser. What is not painted is white. */
import type { Pixels } from '#/core/images/pixels';
import { breathe } from '#/core/protocol/heartbeat';
import { type GifFrame, readGifBlocks } from './gifBlocks';
import { damaged, mostFileFrames, type OpenedVideo, type ReadFrame, requireVideo } from './openedVideo';
import { unpackGif } from './unpackGif';

/** Frames without a time of their own, as browsers show them. */
const standardSeconds = 0.1;

export async function openGif(file: Blob, place: string): Promise<OpenedVideo> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const blocks = readGifBlocks(bytes, mostFileFrames);
  if (!blocks) throw damaged('The file ends in its header.', place, 'Write it again.');
  const { width, height, frames, isCut } = blocks;
  const sum = frames.reduce((all, one) => all + (one.seconds > 0 ? one.seconds : standardSeconds), 0);
  // Delays are hundredths: 12 of 0.08 are 0.96, not 0.9599999999999999.
  const seconds = Math.round(sum * 100) / 100;
  requireVideo({ width, height, frames: frames.length, seconds }, place);
  const usable = frames.filter(({ codeBits }) => codeBits >= 1 && codeBits <= 11);
  if (usable.length < frames.length)
    throw damaged('A frame of the GIF is damaged.', place, 'Write it again, or leave it out.');
  return {
    title: 'GIF',
    width,
    height,
    frames: frames.length,
    seconds,
    notes: isCut ? ['The GIF breaks off before its end; it was read as far as it goes.'] : [],
    read: () => readFrames(bytes, width, height, frames),
  };
}

async function* readFrames(
  bytes: Uint8Array,
  width: number,
  height: number,
  frames: readonly GifFrame[],
): AsyncGenerator<ReadFrame, void> {
  // Red, green, blue, and whether it was painted.
  const canvas = new Uint8Array(4 * width * height);
  for (const frame of frames) {
    breathe();
    const before = frame.disposal === 3 ? canvas.slice() : undefined;
    paint(bytes, frame, canvas, width, height);
    yield { pixels: async () => overWhite(canvas, width, height) };
    if (before) canvas.set(before);
    else if (frame.disposal === 2) clearAway(frame, canvas, width, height);
  }
}

function paint(bytes: Uint8Array, frame: GifFrame, canvas: Uint8Array, width: number, height: number): void {
  // What lies outside of the picture is unpacked for nothing, so that no frame claims more than the picture twice over.
  const rows = Math.min(frame.height, frame.interlaced ? frame.height : Math.max(0, height - frame.y));
  const colours = new Uint8Array(Math.min(frame.width * rows, 2 ** 27));
  const count = unpackGif(bytes, frame.start, frame.codeBits, colours);
  for (let i = 0; i < count; i++) {
    const colour = colours[i] as number;
    if (colour === frame.transparent) continue;
    const row = Math.floor(i / frame.width);
    const x = frame.x + (i % frame.width);
    const y = frame.y + (frame.interlaced ? interlacedRow(row, frame.height) : row);
    if (x >= width || y >= height) continue;
    const at = 4 * (y * width + x);
    canvas[at] = frame.palette[3 * colour] ?? 0;
    canvas[at + 1] = frame.palette[3 * colour + 1] ?? 0;
    canvas[at + 2] = frame.palette[3 * colour + 2] ?? 0;
    canvas[at + 3] = 1;
  }
}

/** Every eighth row first, then those between. */
function interlacedRow(row: number, height: number): number {
  let left = row;
  for (const [first, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    const rows = Math.max(0, Math.ceil((height - first) / step));
    if (left < rows) return first + left * step;
    left -= rows;
  }
  return height;
}

function clearAway(frame: GifFrame, canvas: Uint8Array, width: number, height: number): void {
  for (let y = frame.y; y < Math.min(height, frame.y + frame.height); y++)
    canvas.fill(0, 4 * (y * width + frame.x), 4 * (y * width + Math.min(width, frame.x + frame.width)));
}

function overWhite(canvas: Uint8Array, width: number, height: number): Pixels {
  const count = width * height;
  const data = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++)
    for (let channel = 0; channel < 3; channel++)
      data[3 * i + channel] = canvas[4 * i + 3] === 1 ? (canvas[4 * i + channel] as number) : 255;
  return { width, height, channels: 3, data };
}
