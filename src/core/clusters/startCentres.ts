/**
 * Where k-means begins: rows far from each other, each drawn by the square of its distance to those before it, the best of
 * a few draws (Arthur and Vassilvitskii 2007, k-means++, greedy as scikit-learn has it).
 */
import { uniforms } from '../random/random';
import { type CentreDistances, centreDistances, rowsAtOnce } from './centreDistances';
import type { Rows, Worked } from './rows';

export async function startCentres(
  data: Rows,
  k: number,
  { seed, stream }: { seed: number; stream: string },
  worked: Worked,
): Promise<Float64Array> {
  const { rows, width, features } = data;
  const centres = new Float64Array(k * width);
  const take = (row: number, into: number) =>
    centres.set(features.subarray(row * width, (row + 1) * width), into * width);
  const tries = 2 + Math.floor(Math.log(k));
  const distances = centreDistances(data, tries);
  let nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let others = Array.from({ length: tries }, () => new Float64Array(rows));
  const [first = 0] = uniforms(seed, stream, 0, 1);
  const from = Math.min(rows - 1, Math.floor(first * rows));
  take(from, 0);
  const candidates = new Float64Array(tries * width);
  const lower = async (chosen: readonly number[]): Promise<Float64Array> => {
    for (const [at, row] of chosen.entries())
      candidates.set(features.subarray(row * width, (row + 1) * width), at * width);
    distances.setCentres(candidates);
    const sums = lowered(rows, distances, nearest, others.slice(0, chosen.length));
    await worked(rows * width * tries);
    return sums;
  };
  let [total = 0] = await lower([from]);
  [nearest, others] = [others[0] as Column, [nearest, ...others.slice(1)]];
  for (let centre = 1; centre < k; centre++) {
    const draws = uniforms(seed, stream, centre, tries);
    const chosen = Array.from(draws, (draw) => rowAt(nearest, draw * total));
    const sums = await lower(chosen);
    const best = sums.reduce((least, sum, at) => (sum < (sums[least] as number) ? at : least), 0);
    total = sums[best] as number;
    take(chosen[best] as number, centre);
    const before = nearest;
    nearest = others[best] as Column;
    others[best] = before;
  }
  return centres;
}

type Column = Float64Array<ArrayBuffer>;

/** Squared distances to the nearest centre once each candidate is one too, into a column each; their sums. */
function lowered(
  rows: number,
  distances: CentreDistances,
  before: Float64Array,
  into: readonly Float64Array[],
): Float64Array {
  const sums = new Float64Array(into.length);
  const asked = new Int32Array(rowsAtOnce);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - from);
    for (let i = 0; i < count; i++) asked[i] = from + i;
    const squares = distances.of(asked, count);
    for (const [at, column] of into.entries()) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const own = squares[i * distances.stride + at] as number;
        const known = before[from + i] as number;
        const least = own < known ? own : known;
        column[from + i] = least;
        sum += least;
      }
      sums[at] = (sums[at] as number) + sum;
    }
  }
  return sums;
}

/** The row at which the running sum passes `share`. */
function rowAt(weights: Float64Array, share: number): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row++) {
    sum += weights[row] as number;
    if (sum > share) return row;
  }
  return weights.length - 1;
}
