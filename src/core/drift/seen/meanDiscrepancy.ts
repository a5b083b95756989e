/**
 * The maximum mean discrepancy of two sets of points, unbiased, with a Gaussian kernel as wide as the median distance
 * between any two of them, tested by permutation (Gretton et al. 2012, jmlr.org/papers/v13/gretton12a.html).
 */
import { permutation } from '../../random/random';
import type { Points } from './points';

export interface MeanDiscrepancy {
  /** The square of it; a little below 0 where both are alike. */
  square: number;
  pValue: number;
  /** What the square reaches by chance with probability `alpha`. */
  chance: number;
  /** Mean likeness to those of now less that to those of before, itself left out: the witness function. */
  scores: { before: Float64Array; now: Float64Array };
}

/** First so many permutations; where they are often as far apart it is chance, and no more are made. */
const firstLook = 199;
const plainChance = 10;

/** `permutations`: the smallest probability that can be told is 1 of one more. */
export function meanDiscrepancy(
  before: Points,
  now: Points,
  { alpha, permutations, seed = 1 }: { alpha: number; permutations: number; seed?: number },
): MeanDiscrepancy {
  const kernel = kernelOf(before, now);
  const [n, m] = [before.rows, now.rows];
  const all = n + m;
  const sums = new Float64Array(all);
  let total = 0;
  for (let i = 0; i < all; i++) {
    let sum = 0;
    for (let j = 0; j < all; j++) if (j !== i) sum += kernel[i * all + j] as number;
    sums[i] = sum;
    total += sum;
  }
  const few = Math.min(n, m);
  const squareOf = (own: Uint32Array): number => {
    let [within, toAll] = [0, 0];
    for (let a = 0; a < own.length; a++) {
      const row = (own[a] as number) * all;
      toAll += sums[own[a] as number] as number;
      for (let b = 0; b < a; b++) within += kernel[row + (own[b] as number)] as number;
    }
    within *= 2;
    const across = toAll - within;
    const others = total - within - 2 * across;
    const rest = all - few;
    return within / (few * (few - 1)) + others / (rest * (rest - 1)) - (2 * across) / (few * rest);
  };
  const first = n <= m ? 0 : n;
  const square = squareOf(Uint32Array.from({ length: few }, (_, i) => first + i));
  const drawn: number[] = [];
  // What differs only by how sums are rounded is as far.
  const least = square - 1e-12;
  let asFar = 0;
  for (let k = 0; k < permutations; k++) {
    if (k === firstLook && asFar >= plainChance) break;
    const found = squareOf(permutation(seed, 'drift/permutation', k, all).subarray(0, few));
    drawn.push(found);
    if (found >= least) asFar++;
  }
  drawn.sort((a, b) => a - b);
  return {
    square,
    pValue: (asFar + 1) / (drawn.length + 1),
    chance: drawn[Math.min(drawn.length - 1, Math.ceil((1 - alpha) * drawn.length))] ?? 0,
    scores: witness(kernel, n, m),
  };
}

function kernelOf(before: Points, now: Points): Float64Array {
  const { width } = before;
  const [n, all] = [before.rows, before.rows + now.rows];
  const values = new Float64Array(all * width);
  values.set(before.values);
  values.set(now.values, n * width);
  const kernel = new Float64Array(all * all);
  const distances = new Float64Array((all * (all - 1)) / 2);
  let at = 0;
  for (let i = 0; i < all; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < width; k++) {
        const step = (values[i * width + k] as number) - (values[j * width + k] as number);
        square += step * step;
      }
      kernel[i * all + j] = square;
      distances[at++] = square;
    }
  const median = medianOf(distances.sort());
  const scale = median > 0 ? 1 / (2 * median) : 0;
  for (let i = 0; i < all; i++) {
    kernel[i * all + i] = 1;
    for (let j = 0; j < i; j++) {
      const value = Math.exp(-(kernel[i * all + j] as number) * scale);
      kernel[i * all + j] = value;
      kernel[j * all + i] = value;
    }
  }
  return kernel;
}

/** Squares in order to the square of the median of their roots. */
function medianOf(squares: Float64Array): number {
  const middle = squares.length >> 1;
  const high = Math.sqrt(squares[middle] ?? 0);
  const low = squares.length % 2 === 0 ? Math.sqrt(squares[middle - 1] ?? 0) : high;
  return ((low + high) / 2) ** 2;
}

function witness(kernel: Float64Array, n: number, m: number): MeanDiscrepancy['scores'] {
  const all = n + m;
  const score = (i: number) => {
    let [toBefore, toNow] = [0, 0];
    for (let j = 0; j < n; j++) if (j !== i) toBefore += kernel[i * all + j] as number;
    for (let j = n; j < all; j++) if (j !== i) toNow += kernel[i * all + j] as number;
    return toNow / (i < n ? m : m - 1) - toBefore / (i < n ? n - 1 : n);
  };
  return {
    before: Float64Array.from({ length: n }, (_, i) => score(i)),
    now: Float64Array.from({ length: m }, (_, i) => score(n + i)),
  };
}
