/**
 * The stored rows nearest to a row. Differences are summed in float64 feature by feature, in their order, and the sums
 * rounded to float32 before they are compared: rounding in the last places decides nothing, and of equals the row that
 * was stored first is nearer. The exported graph (bodies/neighbours) does the same operations in the same order.
 */
export const distances = ['euclidean', 'manhattan'] as const;
export type Distance = (typeof distances)[number];

export interface StoredRows {
  rows: number;
  width: number;
  /** Row-major [rows, width]. */
  features: Float32Array;
}

/** Of consecutive rows, the `most` nearest each, nearest first. */
export interface NearestRows {
  most: number;
  /** Row-major [rows, most]: numbers of stored rows. */
  indices: Int32Array<ArrayBuffer>;
  /** Alike: sums of squared differences (euclidean), or of absolute ones. */
  sums: Float32Array<ArrayBuffer>;
}

export const emptyNearest = (rows: number, most: number): NearestRows => ({
  most,
  indices: new Int32Array(rows * most),
  sums: new Float32Array(rows * most),
});

/** Fills `into` for the rows [from, to) of `features`. `most` may not exceed the stored rows. */
export function findNearest(
  stored: StoredRows,
  distance: Distance,
  features: Float32Array,
  [from, to]: readonly [number, number],
  into: NearestRows,
): void {
  const { rows, width } = stored;
  const { most, indices, sums } = into;
  const sumOf = distance === 'euclidean' ? squaredSum : absoluteSum;
  for (let row = from; row < to; row++) {
    const first = row * most;
    let found = 0;
    let farthest = Number.POSITIVE_INFINITY;
    for (let candidate = 0; candidate < rows; candidate++) {
      const sum = Math.fround(sumOf(features, row * width, stored.features, candidate * width, width));
      if (found === most && !(sum < farthest)) continue;
      // Behind all that are as near.
      let at = first + (found < most ? found++ : most - 1);
      for (; at > first && (sums[at - 1] as number) > sum; at--) {
        sums[at] = sums[at - 1] as number;
        indices[at] = indices[at - 1] as number;
      }
      sums[at] = sum;
      indices[at] = candidate;
      farthest = sums[first + most - 1] as number;
    }
  }
}

function squaredSum(a: Float32Array, aAt: number, b: Float32Array, bAt: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    const difference = (a[aAt + i] as number) - (b[bAt + i] as number);
    sum += difference * difference;
  }
  return sum;
}

function absoluteSum(a: Float32Array, aAt: number, b: Float32Array, bAt: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += Math.abs((a[aAt + i] as number) - (b[bAt + i] as number));
  return sum;
}
