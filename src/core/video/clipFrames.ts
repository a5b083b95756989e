/** Which frames of a file are taken, and which of those are a clip. */
import { TetradError } from '../protocol/errors';
import type { Looking, VideoCut } from './videoSchema';

type Cut = Pick<Looking, 'frames' | 'every' | 'stride'>;

/** Numbers of frames of a file that has `count`, ascending. */
export function takenFrames(count: number, { frames, every, stride }: Cut): Int32Array<ArrayBuffer> {
  if (stride > 0) return Int32Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
  // The middle of each of equal parts: nothing of the file counts more.
  const taken = Math.min(frames, count);
  return Int32Array.from({ length: taken }, (_, k) => Math.floor(((k + 0.5) * count) / taken));
}

/** Where the clips begin among so many frames taken. A rest of half a clip and more is one, too. */
export function clipStarts(taken: number, { frames, stride }: Cut): number[] {
  if (stride === 0) return [0];
  const starts: number[] = [];
  for (let start = 0; start === 0 || taken - start >= frames / 2; start += stride) {
    starts.push(start);
    if (taken - start <= frames) break;
  }
  return starts;
}

export interface VideoFacts {
  width: number;
  height: number;
  frames: number;
  seconds: number;
}

/** Files up to here are a clip each, where there are several. */
const wholeSeconds = 20;
const mostFrames = 16;
/** Of a clip that is cut out of something longer: motion is seen, and little is repeated. */
const perSecond = 8;

/** `size`: what suits the frames of all files. */
export function guessLooking(
  files: readonly VideoFacts[],
  size: Looking['size'],
  { frames, every, stride, ...sizes }: VideoCut,
): Looking {
  const longest = files.reduce((most, one) => Math.max(most, one.seconds), 0);
  const isWhole = stride === undefined ? files.length > 1 && longest <= wholeSeconds : stride === 0;
  const counts = files.map((one) => one.frames).sort((a, b) => a - b);
  const median = counts[counts.length >> 1] ?? 1;
  const rate = median / Math.max(1e-6, files.find((one) => one.frames === median)?.seconds ?? 1);
  const step = every ?? (isWhole ? 1 : Math.max(1, Math.min(10_000, Math.round(rate / perSecond))));
  const length = frames ?? Math.max(1, Math.min(mostFrames, isWhole ? median : Math.ceil(median / step)));
  return {
    frames: length,
    every: step,
    stride: stride ?? (isWhole ? 0 : length),
    size: { ...size, ...sizes },
  };
}

/** Frames that are taken are held in one place: more than this is refused before anything is decoded. */
const mostBytes = 8 * 1024 ** 3;

export function requireRoomForFrames(files: readonly VideoFacts[], looking: Looking, place: string): void {
  const { height, width, channels } = looking.size;
  const frames = files.reduce((sum, one) => sum + takenFrames(one.frames, looking).length, 0);
  const bytes = frames * height * width * channels;
  if (bytes <= mostBytes) return;
  throw new TetradError({
    code: 'unsupported',
    message: `${frames.toLocaleString('en')} frames of ${width} × ${height} would take ${(bytes / 1024 ** 3).toFixed(1)} GB.`,
    place,
    hint: 'Take fewer frames (one of every so many), or a smaller size.',
  });
}
