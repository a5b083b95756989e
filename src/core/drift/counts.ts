/** Counts of the same cells on two sides, and how far they are apart. */
import { chiSquareQuantile, chiSquareTail, normalTwoSided } from '../stats/tails';

/** Pearson's test of homogeneity needs about so many expected in a cell (Cochran 1954). */
const leastExpected = 5;

const sumOf = (counts: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  return sum;
};

/** Cells in which fewer than 5 are expected on either side count as one. */
export function pooled(a: readonly number[], b: readonly number[]): { a: number[]; b: number[] } {
  const [n, m] = [sumOf(a), sumOf(b)];
  const share = Math.min(n, m) / (n + m);
  const kept: { a: number[]; b: number[] } = { a: [], b: [] };
  let [restA, restB] = [0, 0];
  for (const [i, count] of a.entries()) {
    const other = b[i] as number;
    if ((count + other) * share >= leastExpected) {
      kept.a.push(count);
      kept.b.push(other);
    } else {
      restA += count;
      restB += other;
    }
  }
  if (restA + restB > 0) {
    kept.a.push(restA);
    kept.b.push(restB);
  }
  return kept;
}

/** Without a correction for continuity. `df` 0: there is one cell, and nothing to tell apart. */
export function chiSquare(
  a: readonly number[],
  b: readonly number[],
): { statistic: number; pValue: number; df: number } {
  const [n, m] = [sumOf(a), sumOf(b)];
  let [statistic, cells] = [0, 0];
  for (const [i, count] of a.entries()) {
    const both = count + (b[i] as number);
    if (both === 0) continue;
    cells++;
    for (const [seen, side] of [
      [count, n],
      [b[i] as number, m],
    ] as const) {
      const expected = (both * side) / (n + m);
      if (expected > 0) statistic += (seen - expected) ** 2 / expected;
    }
  }
  const df = Math.max(0, cells - 1);
  return { statistic, df, pValue: df === 0 || n === 0 || m === 0 ? 1 : chiSquareTail(statistic, df) };
}

/** Of `yes` among all on each side, with the pooled share. */
export function proportions(
  yesA: number,
  a: number,
  yesB: number,
  b: number,
): { statistic: number; pValue: number } {
  const share = (yesA + yesB) / (a + b);
  const spread = Math.sqrt(share * (1 - share) * (1 / a + 1 / b));
  if (!(spread > 0)) return { statistic: 0, pValue: 1 };
  const statistic = (yesB / b - yesA / a) / spread;
  return { statistic, pValue: normalTwoSided(statistic) };
}

/** The distance of Jensen and Shannon, from 0 (equal) to 1 (nothing in common): the root of the divergence in bits. */
export function jensenShannon(a: readonly number[], b: readonly number[]): number {
  const [n, m] = [sumOf(a) || 1, sumOf(b) || 1];
  let divergence = 0;
  for (const [i, count] of a.entries()) {
    const [p, q] = [count / n, (b[i] as number) / m];
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}

/** What of the divergence `cells` cells come to by chance alone: twice the sample times it, in nats, is chi-square (Menéndez 1997). */
const chanceOf = (chi: number, n: number, m: number): number =>
  n > 0 && m > 0 ? (chi / (8 * Math.LN2)) * (1 / n + 1 / m) : 0;

/** The same without what chance adds in the mean. */
export function cleanJensenShannon(a: readonly number[], b: readonly number[]): number {
  const cells = a.filter((count, i) => count + (b[i] as number) > 0).length;
  const chance = chanceOf(Math.max(0, cells - 1), sumOf(a), sumOf(b));
  return Math.sqrt(Math.max(0, jensenShannon(a, b) ** 2 - chance));
}

/** The distance that chance alone passes with probability `alpha`. */
export function chanceJensenShannon(cells: number, n: number, m: number, alpha: number): number {
  if (cells < 2) return 0;
  return Math.min(1, Math.sqrt(chanceOf(chiSquareQuantile(alpha, cells - 1), n, m)));
}

/** The population stability index, with half a row more in each cell, so that an empty one is not infinite. */
export function stabilityIndex(a: readonly number[], b: readonly number[]): number {
  const [n, m] = [sumOf(a) + a.length / 2, sumOf(b) + b.length / 2];
  let sum = 0;
  for (const [i, count] of a.entries()) {
    const [p, q] = [(count + 0.5) / n, ((b[i] as number) + 0.5) / m];
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}
