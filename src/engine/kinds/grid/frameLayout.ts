/** How the frames of a stored field are counted: the chosen channels of every patch and time, and where each is stored. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { GridChunk, GridSchema } from '#/core/grid/gridSchema';
import { type Cut, cutFrame, type Place } from './cutFrame';

export interface FrameLayout {
  count: number;
  /** Values of a frame: row-major [x, y, z, channel]. */
  frameSize: number;
  /** Of all frames. */
  bytes: number;
  chunks: readonly GridChunk[];
  /** Number of the frame at a time of a recording, at a place (patches only). */
  at(recording: number, time: number, place?: Place): number;
  /** Number of the chunk that holds a frame. */
  chunkOf(frame: number): number;
  /** Frames of a chunk, in the order in which they are stored. */
  framesIn(chunk: number): Iterable<number>;
  /** A frame of a decoded chunk, written to `to` from `offset` on. */
  cut(stored: Float32Array, chunk: number, frame: number, to: Float32Array, offset: number): void;
}

/** `places`: where patches begin, the same for all recordings; without, a frame is the whole space. */
export function frameLayout(
  grid: GridSchema,
  channels: readonly number[],
  places: readonly Place[] | undefined,
): FrameLayout {
  const { x, y, z } = grid.axes;
  const space: Place = [x.size, y.size, z.size];
  const size = grid.windowing.patch && places ? grid.windowing.patch.size : space;
  const corners = places ?? [[0, 0, 0] as const];
  const cut: Cut = { stored: grid.channels.length, channels, space, size };
  const frameSize = sizeOf(size) * channels.length;
  const times = grid.axes.time.size;
  const key = (place: Place): number => (place[0] * space[1] + place[1]) * space[2] + place[2];
  const cornerNumber = new Map(corners.map((corner, i) => [key(corner), i]));
  // A chunk of short recordings runs on into the next ones: times of all recordings are counted through.
  const chunks = grid.chunks.toSorted((a, b) => firstOf(a) - firstOf(b));
  function firstOf({ recording, timeStart }: GridChunk): number {
    return recording * times + timeStart;
  }
  const frameAt = (time: number, corner: number): number =>
    (Math.floor(time / times) * corners.length + corner) * times + (time % times);
  const timeOf = (frame: number): number =>
    Math.floor(frame / (times * corners.length)) * times + (frame % times);
  const count = grid.recordings * times * corners.length;
  return {
    count,
    frameSize,
    bytes: count * frameSize * Float32Array.BYTES_PER_ELEMENT,
    chunks,
    at: (recording, time, place) =>
      frameAt(recording * times + time, place ? (cornerNumber.get(key(place)) ?? 0) : 0),
    chunkOf(frame) {
      const time = timeOf(frame);
      let [low, high] = [0, chunks.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (firstOf(chunks[middle] as GridChunk) <= time) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    *framesIn(number) {
      const chunk = chunks[number] as GridChunk;
      for (let i = 0; i < chunk.times; i++)
        for (let corner = 0; corner < corners.length; corner++) yield frameAt(firstOf(chunk) + i, corner);
    },
    cut(stored, number, frame, to, offset) {
      const corner = corners[Math.floor(frame / times) % corners.length] as Place;
      cutFrame(stored, timeOf(frame) - firstOf(chunks[number] as GridChunk), corner, cut, to, offset);
    },
  };
}
