/**
 * Where k-means begins: rows far from each other, each drawn by the square of its distance to those before it, the best of
 * a few draws (Arthur and Vassilvitskii 2007, k-means++, greedy as scikit-learn has it).
 */
import { uniforms } from '../random/random';
import { type Rows, squaredBetween, type Worked } from './rows';

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
  let nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const [first = 0] = uniforms(seed, stream, 0, 1);
  const from = Math.min(rows - 1, Math.floor(first * rows));
  take(from, 0);
  let total = lowered(data, from, nearest, nearest);
  for (let centre = 1; centre < k; centre++) {
    const draws = uniforms(seed, stream, centre, tries);
    let best: { nearest: Float64Array<ArrayBuffer>; total: number; row: number } | undefined;
    for (const draw of draws) {
      const row = rowAt(nearest, draw * total);
      const next = new Float64Array(rows);
      const sum = lowered(data, row, nearest, next);
      if (!best || sum < best.total) best = { nearest: next, total: sum, row };
    }
    if (!best) break;
    ({ nearest, total } = best);
    take(best.row, centre);
    await worked(rows * width * tries);
  }
  return centres;
}

/** Squared distances to the nearest centre once `row` is one too; their sum. */
function lowered(
  { rows, width, features }: Rows,
  row: number,
  before: Float64Array,
  into: Float64Array,
): number {
  let sum = 0;
  for (let other = 0; other < rows; other++) {
    const own = squaredBetween(features, other * width, features, row * width, width);
    const least = Math.min(before[other] as number, own);
    into[other] = least;
    sum += least;
  }
  return sum;
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
