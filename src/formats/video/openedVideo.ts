/** A video file that was opened: what it is, and its frames, one after the other. */
import type { Pixels } from '#/core/images/pixels';
import { TetradError } from '#/core/protocol/errors';
import type { VideoFacts } from '#/core/video/clipFrames';

/** A frame in its place; what it shows is unpacked only where it is wanted, before the next is asked for. */
export interface ReadFrame {
  /** Upright, over white. `least`: the side that is needed; a much larger frame may come smaller, never below it. */
  pixels(least: number): Promise<Pixels>;
}

export interface OpenedVideo extends VideoFacts {
  /** "MP4, H.264" */
  title: string;
  /** What was odd about the file and how it was read nevertheless. */
  notes: string[];
  /** From the first on, in the order in which they are shown. May end sooner than `frames` where the file is damaged. */
  read(): AsyncGenerator<ReadFrame, void>;
}

const mostPixels = 2 ** 26;
const mostSide = 2 ** 14;
export const mostFileFrames = 2_000_000;

/** Refuses what no decoder is to be asked for. */
export function requireVideo({ width, height, frames }: VideoFacts, place: string): void {
  if (!(width >= 1 && height >= 1))
    throw damaged(
      `The file claims frames of ${width} × ${height} pixels.`,
      place,
      'Write it again with its true size.',
    );
  if (width > mostSide || height > mostSide || width * height > mostPixels)
    throw new TetradError({
      code: 'unsupported',
      message: `The file claims frames of ${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels, which is too large.`,
      place,
      hint: `Up to ${mostSide.toLocaleString('en')} a side are read; write it smaller: ffmpeg -i in.mp4 -vf scale=640:-2 out.mp4`,
    });
  if (frames < 1)
    throw damaged(
      'There is no frame in this file, or it breaks off within the first.',
      place,
      'Record, copy or write it again.',
    );
  if (frames > mostFileFrames)
    throw new TetradError({
      code: 'unsupported',
      message: `The file has more than ${mostFileFrames.toLocaleString('en')} frames.`,
      place,
      hint: 'Cut it into parts.',
    });
}

export const damaged = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
