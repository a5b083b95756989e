/** The frames that come true in a forecast, of which values may be missing: land under a sea temperature, clouds. */
import { isMissing } from '#/core/grid/fittedGrid';
import type { Frames } from './readFrames';
import type { SampleTable } from './readSamples';

/** Samples whose answer has a value; `values` as they were read, missing = NaN. */
export function withAnswers(
  samples: SampleTable,
  { values, frameSize }: Pick<Frames, 'values' | 'frameSize'>,
  answerOf: (sample: number) => number,
): SampleTable {
  const known = new Map<number, boolean>();
  const kept = Array.from(samples.rows, (_, i) => i).filter((i) => {
    const frame = answerOf(i);
    const has =
      known.get(frame) ??
      !values.subarray(frame * frameSize, (frame + 1) * frameSize).every((value) => Number.isNaN(value));
    known.set(frame, has);
    return has;
  });
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

/** Share of the values of these frames that are there; standardised, missing = missingMark. */
export function presentShare(
  { values, frameSize }: Pick<Frames, 'values' | 'frameSize'>,
  frames: Int32Array,
): number {
  const counts = new Map<number, number>();
  const count = (frame: number): number => {
    let there = 0;
    for (let i = frame * frameSize; i < (frame + 1) * frameSize; i++)
      if (!isMissing(values[i] as number)) there++;
    counts.set(frame, there);
    return there;
  };
  const total = frames.reduce((sum, frame) => sum + (counts.get(frame) ?? count(frame)), 0);
  return total / Math.max(1, frames.length * frameSize);
}
