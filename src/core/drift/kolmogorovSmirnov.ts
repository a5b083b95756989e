/**
 * The two-sample Kolmogorov-Smirnov test: the largest distance between two cumulative shares. Its probability is exact
 * for small samples (paths on the lattice, as R's psmirnov counts them), else by Kolmogorov's limit with Stephens'
 * correction. Where a side is known at some of its ranks only, the distance is that at those: never too large.
 */
import { kolmogorovQuantile, kolmogorovTail } from '../stats/tails';
import { commonPlaces, type Distribution, sampleSize, shareUpTo } from './distribution';

const mostPaths = 40_000;

export function kolmogorovSmirnov(a: Distribution, b: Distribution): { statistic: number; pValue: number } {
  let statistic = 0;
  for (const place of commonPlaces(a, b))
    statistic = Math.max(statistic, Math.abs(shareUpTo(a, place) - shareUpTo(b, place)));
  const [n, m] = [sampleSize(a), sampleSize(b)];
  return { statistic, pValue: n * m <= mostPaths ? exactTail(statistic, n, m) : tail(statistic, n, m) };
}

const effective = (n: number, m: number) => Math.sqrt((n * m) / (n + m));

function tail(statistic: number, n: number, m: number): number {
  const root = effective(n, m);
  return kolmogorovTail((root + 0.12 + 0.11 / root) * statistic);
}

/** The distance that chance alone passes with probability `alpha`. */
export function chanceDistance(n: number, m: number, alpha: number): number {
  const root = effective(n, m);
  return Math.min(1, kolmogorovQuantile(alpha) / (root + 0.12 + 0.11 / root));
}

/** The share of all ways to merge n and m values (none equal) that come as far apart. */
function exactTail(statistic: number, n: number, m: number): number {
  if (n === 0 || m === 0) return 1;
  const reach = (0.5 + Math.floor(statistic * n * m - 1e-7)) / (n * m);
  const row = new Float64Array(m + 1);
  for (let j = 0; j <= m; j++) row[j] = j / m > reach ? 0 : 1;
  for (let i = 1; i <= n; i++) {
    const weight = i / (i + m);
    row[0] = i / n > reach ? 0 : weight * (row[0] as number);
    for (let j = 1; j <= m; j++)
      row[j] = Math.abs(i / n - j / m) > reach ? 0 : weight * (row[j] as number) + (row[j - 1] as number);
  }
  const within = row[m] as number;
  // A difference of two numbers near 1 has no digits left.
  return within > 1 - 1e-9 ? tail(statistic, n, m) : Math.min(1, Math.max(0, 1 - within));
}
