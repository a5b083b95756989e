/** The frames that come true in a forecast, of which values may be missing: land under a sea temperature, clouds. */
import type { FrameLayout } from './frameLayout';
import type { FrameStore } from './frameStore';
import type { SampleTable } from './readSamples';

/** Values of each frame that are there. */
export async function countPresent(
  { count, frameSize }: Pick<FrameLayout, 'count' | 'frameSize'>,
  frames: Pick<FrameStore, 'visit'>,
): Promise<Int32Array> {
  const present = new Int32Array(count).fill(frameSize);
  await frames.visit(present.keys(), (frame, values, start, end) => {
    let missing = 0;
    for (let i = start; i < end; i++) if (Number.isNaN(values[i])) missing++;
    present[frame] = frameSize - missing;
  });
  return present;
}

/** Samples whose answer has a value. */
export function withAnswers(
  samples: SampleTable,
  present: Int32Array,
  answerOf: (sample: number) => number,
): SampleTable {
  const kept = Array.from(samples.rows, (_, i) => i).filter((i) => (present[answerOf(i)] as number) > 0);
  if (kept.length === samples.rows.length) return samples;
  const { rows, recording, start, places, part, group } = samples;
  return {
    rows: Uint32Array.from(kept, (i) => rows[i] as number),
    recording: Float64Array.from(kept, (i) => recording[i] as number),
    start: Float64Array.from(kept, (i) => start[i] as number),
    places: kept.map((i) => places[i] as SampleTable['places'][number]),
    part: part && { ...part, of: kept.map((i) => part.of[i] ?? null) },
    group: group && { ...group, of: Float64Array.from(kept, (i) => group.of[i] as number) },
  };
}

/** Share of the values of these frames that are there. */
export const presentShare = (present: Int32Array, frameSize: number, frames: Int32Array): number =>
  frames.reduce((sum, frame) => sum + (present[frame] as number), 0) / Math.max(1, frames.length * frameSize);
