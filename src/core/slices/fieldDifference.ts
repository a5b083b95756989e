/** Fields in the order of an answer, [x, y, z, channel], for the viewer: one channel of it, and what it missed by. */

/** One channel as a frame [x, y, z]. */
export function channelOf(field: Float32Array, channels: number, channel: number): Float32Array {
  const frame = new Float32Array(field.length / channels);
  for (let i = 0; i < frame.length; i++) frame[i] = field[i * channels + channel] as number;
  return frame;
}

/** Predicted minus true; missing where either is. */
export function differenceOf(predicted: Float32Array, truth: Float32Array): Float32Array {
  return predicted.map((value, i) => value - (truth[i] ?? Number.NaN));
}

/** Smallest and largest value, missing ones left out; 0 and 0 when all are missing. */
export function rangeOfValues(values: Iterable<number>): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}
