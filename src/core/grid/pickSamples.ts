import type { SamplePlaces } from './samplePlaces';

/** A part of a field's samples: ranges [first, count] of recordings, and of times that whole windows lie in. */
interface GridPart {
  recordings?: readonly [first: number, count: number];
  times?: readonly [first: number, count: number];
}

/** Numbers of the samples in the part, ascending. `length`: times of a window. */
export function pickSamples(
  { recording, start }: Pick<SamplePlaces, 'recording' | 'start'>,
  length: number,
  { recordings = [0, Number.POSITIVE_INFINITY], times = [0, Number.POSITIVE_INFINITY] }: GridPart,
): Uint32Array<ArrayBuffer> {
  const inside = (value: number, [first, count]: readonly [number, number], extent: number) =>
    value >= first && value + extent <= first + count;
  return Uint32Array.from(
    Array.from(recording, (_, i) => i).filter(
      (i) => inside(recording[i] as number, recordings, 1) && inside(start[i] as number, times, length),
    ),
  );
}
