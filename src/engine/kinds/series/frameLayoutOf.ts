/** Frames of stored series as trainings count them: those of all series, then one that is missing altogether. */
import type { SeriesChunk, SeriesData } from '#/core/series/seriesSchema';
import type { FrameLayout } from '../grid/frameLayout';

/** Stands for what a shorter series does not have. Stored nowhere: it is behind the last chunk. */
export const noFrame = ({ frames }: Pick<SeriesData, 'frames'>): number => frames;

export function frameLayoutOf(
  data: Pick<SeriesData, 'frames' | 'chunks' | 'channels'>,
  channels: readonly number[],
): FrameLayout {
  const stored = data.channels.length;
  const chunks = data.chunks;
  const count = data.frames + 1;
  const last = chunks.length - 1;
  return {
    count,
    frameSize: channels.length,
    bytes: count * channels.length * Float32Array.BYTES_PER_ELEMENT,
    chunks: chunks.map(({ hash, bytes }) => ({ hash, bytes, recording: 0, timeStart: 0, times: 0 })),
    at: (_recording, time) => time,
    chunkOf(frame) {
      let [low, high] = [0, last];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((chunks[middle] as SeriesChunk).first <= frame) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    *framesIn(number) {
      const { first, frames } = chunks[number] as SeriesChunk;
      for (let frame = first; frame < first + frames; frame++) yield frame;
      if (number === last) yield data.frames;
    },
    cut(values, number, frame, to, offset) {
      const { first, frames } = chunks[number] as SeriesChunk;
      const at = frame - first;
      for (let i = 0; i < channels.length; i++)
        to[offset + i] = at < frames ? (values[at * stored + (channels[i] as number)] as number) : Number.NaN;
    },
  };
}
