/** A stored field as frames for training: the chosen channels of every patch and time, in host memory. */
import type { GridSchema } from '#/core/grid/gridSchema';
import { sizeOf } from '#/core/arch/convGeometry';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';

export type Place = readonly [x: number, y: number, z: number];

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
  const times = new Map<number, number>();
  for (const { recording, timeStart, times: count } of grid.chunks)
    times.set(recording, Math.max(times.get(recording) ?? 0, timeStart + count));
  const starts = new Map<number, number>();
  let total = 0;
  for (const [recording, count] of times) {
    starts.set(recording, total);
    total += count * corners.length;
  }
  if (total * frameSize * 4 > mostBytes)
    throw new TetradError({
      code: 'unsupported',
      message: `The chosen channels fill ${Math.round((total * frameSize * 4) / 2 ** 30)} GiB of memory; at most ${mostBytes / 2 ** 30} can be trained on at once.`,
      place: 'features',
      hint: 'Choose fewer channels, or import with a larger stride between patches.',
    });
  const values = new Float32Array(total * frameSize);
  const startOf = (recording: number): number => {
    const start = starts.get(recording);
    if (start === undefined)
      throw new TetradError({
        code: 'corrupt',
        message: `The field has no recording ${recording}.`,
        hint: 'Import the file again.',
      });
    return start;
  };
  const cornerNumber = new Map(corners.map((corner, i) => [corner.join(), i]));
  const at = (recording: number, time: number, place: Place = [0, 0, 0]): number =>
    startOf(recording) + (cornerNumber.get(place.join()) ?? 0) * (times.get(recording) ?? 0) + time;

  for (const chunk of grid.chunks) {
    const stored = toFloats(await blobs.get(chunk));
    for (let time = 0; time < chunk.times; time++)
      for (const corner of corners) {
        const frame = at(chunk.recording, chunk.timeStart + time, corner);
        cut(stored, time, grid.channels.length, space, corner, size, channels, values, frame * frameSize);
      }
  }
  return { values, frameSize, at };
}

function cut(
  from: Float32Array,
  time: number,
  stored: number,
  space: Place,
  corner: Place,
  size: Place,
  channels: readonly number[],
  to: Float32Array,
  at: number,
): void {
  const whole = stored === channels.length && channels.every((channel, i) => channel === i);
  let out = at;
  for (let x = 0; x < size[0]; x++)
    for (let y = 0; y < size[1]; y++) {
      const row = ((time * space[0] + corner[0] + x) * space[1] + corner[1] + y) * space[2] + corner[2];
      if (whole) {
        to.set(from.subarray(row * stored, (row + size[2]) * stored), out);
        out += size[2] * stored;
        continue;
      }
      for (let z = 0; z < size[2]; z++)
        for (const channel of channels) to[out++] = from[(row + z) * stored + channel] as number;
    }
}

/** Stored little-endian; so is every machine that runs a browser, but bytes may begin anywhere. */
function toFloats(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
}
