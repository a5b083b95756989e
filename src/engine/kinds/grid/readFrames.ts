/** A stored field as frames for training: the chosen channels of every patch and time, in host memory. */
import type { GridSchema } from '#/core/grid/gridSchema';
import { sizeOf } from '#/core/arch/sizeOf';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { cutFrame, type Place, toFloats } from './cutFrame';

export interface Frames {
  /** Row-major [frames, x, y, z, channel]. */
  values: Float32Array<ArrayBuffer>;
  frameSize: number;
  /** Number of the frame at a time of a recording, at a place (patches only). */
  at(recording: number, time: number, place?: Place): number;
}

/** Typed arrays end at 2^32 elements in most browsers, and a copy must fit beside. */
const mostBytes = 2 ** 32;

/** `places`: where patches begin, the same for all recordings; without, a frame is the whole space. */
export async function readFrames(
  grid: GridSchema,
  channels: readonly number[],
  places: readonly Place[] | undefined,
  blobs: Pick<Storage['blobs'], 'get'>,
): Promise<Frames> {
  const { x, y, z } = grid.axes;
  const space: Place = [x.size, y.size, z.size];
  const size = grid.windowing.patch && places ? grid.windowing.patch.size : space;
  const corners = places ?? [[0, 0, 0] as const];
  const frameSize = sizeOf(size) * channels.length;
  const cut = { stored: grid.channels.length, channels, space, size };
  const times = grid.axes.time.size;
  const total = grid.recordings * times * corners.length;
  if (total * frameSize * 4 > mostBytes)
    throw new TetradError({
      code: 'unsupported',
      message: `The chosen channels fill ${Math.round((total * frameSize * 4) / 2 ** 30)} GiB of memory; at most ${mostBytes / 2 ** 30} can be trained on at once.`,
      place: 'features',
      hint: 'Choose fewer channels, or import with a larger stride between patches.',
    });
  const values = new Float32Array(total * frameSize);
  const cornerNumber = new Map(corners.map((corner, i) => [corner.join(), i]));
  const at = (recording: number, time: number, place: Place = [0, 0, 0]): number =>
    (recording * corners.length + (cornerNumber.get(place.join()) ?? 0)) * times + time;

  for (const chunk of grid.chunks) {
    const stored = toFloats(await blobs.get(chunk));
    // A chunk of short recordings runs on into the next ones.
    const first = chunk.recording * times + chunk.timeStart;
    for (let i = 0; i < chunk.times; i++)
      for (const corner of corners) {
        const frame = at(Math.floor((first + i) / times), (first + i) % times, corner);
        cutFrame(stored, i, corner, cut, values, frame * frameSize);
      }
  }
  return { values, frameSize, at };
}
