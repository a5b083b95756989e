/** A column of numbers on two sides: what each measure says of it. */
import {
  cleanJensenShannon,
  chanceJensenShannon,
  chiSquare,
  jensenShannon,
  pooled,
  proportions,
  stabilityIndex,
} from './counts';
import { commonPlaces, type Distribution, quantileAt, sampleSize, shareUpTo } from './distribution';
import type { DriftMethod, DriftPicture } from './driftReport';
import { chanceDistance, kolmogorovSmirnov } from './kolmogorovSmirnov';
import { binEdges } from './numberStream';
import type { NumberSketch } from './sketch';
import { wasserstein } from './wasserstein';

/** Up to so many different values are compared one by one. */
const fewValues = 20;
const pictureBins = 24;

export interface Compared {
  test: Exclude<DriftMethod, 'auto'>;
  statistic: number;
  pValue?: number;
  distance: number;
}

const isFew = ({ spread }: NumberSketch): boolean => spread.exact && spread.values.length <= fewValues;

export function usualTest(before: NumberSketch): 'z' | 'chiSquare' | 'ks' {
  if (!isFew(before)) return 'ks';
  return before.spread.values.length === 2 ? 'z' : 'chiSquare';
}

/** Both sides have values. */
export function compareNumbers(before: NumberSketch, now: NumberSketch, method: DriftMethod): Compared {
  const [a, b] = binned(before, now);
  const apart = before.std > 0 ? wasserstein(before.spread, now.spread) / before.std : undefined;
  const distance = Math.max(Math.min(apart ?? 0, 1e6), cleanJensenShannon(a, b));
  const isYesNo = isFew(before) && isFew(now) && commonPlaces(before.spread, now.spread).length <= 2;
  const wanted = method === 'auto' ? usualTest(before) : method;
  const test = wanted === 'z' && !isYesNo ? (isFew(before) ? 'chiSquare' : 'ks') : wanted;
  if (test === 'ks') return { test, ...kolmogorovSmirnov(before.spread, now.spread), distance };
  if (test === 'z') {
    const yes = Math.max(before.spread.values.at(-1) as number, now.spread.values.at(-1) as number);
    const yesOf = ({ spread }: NumberSketch) => sampleSize(spread) - countBelow(spread, yes);
    const found = proportions(yesOf(before), sampleSize(before.spread), yesOf(now), sampleSize(now.spread));
    return { test, ...found, distance };
  }
  if (test === 'chiSquare') {
    const cells = isFew(before) ? byValue(before.spread, now.spread) : { a, b };
    const { statistic, pValue } = chiSquare(...both(pooled(cells.a, cells.b)));
    return { test, statistic, pValue, distance };
  }
  if (test === 'wasserstein') return { test, statistic: apart ?? distance, distance };
  const statistic = test === 'psi' ? stabilityIndex(a, b) : jensenShannon(a, b);
  return { test, statistic, distance };
}

const both = ({ a, b }: { a: number[]; b: number[] }): [number[], number[]] => [a, b];
const countBelow = ({ values, atMost }: Distribution, value: number): number => {
  let count = 0;
  for (const [i, one] of values.entries()) if (one < value) count = atMost[i] as number;
  return count;
};

/** Counts in the bins of the reference. */
function binned(before: NumberSketch, now: NumberSketch): [number[], number[]] {
  const edges = binEdges(before);
  const of = ({ spread }: NumberSketch) => {
    const all = sampleSize(spread);
    const upTo = [...edges.map((edge) => shareUpTo(spread, edge) * all), all];
    return upTo.map((count, i) => count - (upTo[i - 1] ?? 0));
  };
  // What is new between or beyond few values has a bin of its own.
  if (!isFew(before)) return [of(before), of(now)];
  const cells = byValue(before.spread, now.spread);
  return [cells.a, cells.b];
}

/** The bin of the reference whose share rose most. */
export function grownBin(before: NumberSketch, now: NumberSketch): number {
  const edges = binEdges(before);
  const of = ({ spread }: NumberSketch, i: number) =>
    (i < edges.length ? shareUpTo(spread, edges[i] as number) : 1) -
    (i > 0 ? shareUpTo(spread, edges[i - 1] as number) : 0);
  const rises = Array.from({ length: edges.length + 1 }, (_, i) => of(now, i) - of(before, i));
  return rises.indexOf(Math.max(...rises));
}

/** Each value of the reference, and one cell for all others. */
function byValue(before: Distribution, now: Distribution): { a: number[]; b: number[] } {
  const countsOf = ({ values, atMost }: Distribution) =>
    new Map([...values].map((value, i) => [value, (atMost[i] as number) - (atMost[i - 1] ?? 0)]));
  const own = countsOf(now);
  const a = [...countsOf(before).values(), 0];
  const b = [...before.values].map((value) => own.get(value) ?? 0);
  return { a, b: [...b, sampleSize(now) - b.reduce((sum, count) => sum + count, 0)] };
}

/** How far apart over time, and what chance alone reaches. */
export function momentOfNumbers(before: NumberSketch, now: NumberSketch, alpha: number) {
  const [n, m] = [sampleSize(before.spread), sampleSize(now.spread)];
  if (!isFew(before))
    return {
      distance: kolmogorovSmirnov(before.spread, now.spread).statistic,
      chance: chanceDistance(n, m, alpha),
    };
  const { a, b } = byValue(before.spread, now.spread);
  return { distance: jensenShannon(a, b), chance: chanceJensenShannon(a.length - 1, n, m, alpha) };
}

/** Bins of equal width over where nearly all of both lies. */
export function pictureOfNumbers(before: NumberSketch, now: NumberSketch): DriftPicture {
  if (isFew(before) && isFew(now)) {
    const places = [...commonPlaces(before.spread, now.spread)];
    const of = ({ spread }: NumberSketch) =>
      places.map(
        (place, i) => shareUpTo(spread, place) - (i > 0 ? shareUpTo(spread, places[i - 1] as number) : 0),
      );
    return { labels: places.map(String), before: of(before), now: of(now) };
  }
  const ends = (level: number) => [before, now].map(({ spread }) => quantileAt(spread, level));
  const [low, high] = [Math.min(...ends(0.005)), Math.max(...ends(0.995))];
  const width = (high - low || Math.abs(high) || 1) / pictureBins;
  const edges = Array.from({ length: pictureBins + 1 }, (_, i) => low + i * width);
  const of = ({ spread }: NumberSketch) =>
    edges.slice(1).map((edge, i) => {
      const upper = i === pictureBins - 1 ? 1 : shareUpTo(spread, edge);
      return upper - (i === 0 ? 0 : shareUpTo(spread, edges[i] as number));
    });
  return { edges, before: of(before), now: of(now) };
}
