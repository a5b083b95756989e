/** What groups are looked for among: rows of numbers, prepared. */
export interface Rows {
  rows: number;
  width: number;
  /** Row-major [rows, width]. */
  features: Float32Array;
}

/** So many values were looked at: whoever drives the work may let messages in. */
export type Worked = (values: number) => Promise<void> | void;

export function squaredBetween(
  a: ArrayLike<number>,
  aAt: number,
  b: ArrayLike<number>,
  bAt: number,
  width: number,
): number {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    const difference = (a[aAt + i] as number) - (b[bAt + i] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Some of the rows, in the order given. */
export function takenRows({ width, features }: Rows, places: ArrayLike<number>): Rows {
  const taken = new Float32Array(places.length * width);
  for (let at = 0; at < places.length; at++) {
    const from = (places[at] as number) * width;
    taken.set(features.subarray(from, from + width), at * width);
  }
  return { rows: places.length, width, features: taken };
}
