/** How numbers are spread, in bounded memory: all different values and how many lie at or below each, or even ranks of them. */
import type { Float64 } from './sketch';

export interface Distribution {
  /** Ascending, each once. */
  values: Float64;
  /** How many of the sample lie at or below each; the last is all of them. */
  atMost: Float64;
  /** `values` are all that occur; else what lies between them is not known. */
  exact: boolean;
}

/** Of ascending values, at most `most` kept. */
export function distributionOf(sorted: Float64, most = Number.POSITIVE_INFINITY): Distribution {
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const exact = distinct <= most;
  const values = new Float64Array(exact ? distinct : most);
  const atMost = new Float64Array(values.length);
  let count = 0;
  const keep = (place: number) => {
    const value = sorted[place] as number;
    if (count > 0 && values[count - 1] === value) return;
    values[count] = value;
    atMost[count++] = upTo(sorted, value);
  };
  if (exact) {
    for (let i = 0; i < sorted.length; i++) {
      if (i + 1 < sorted.length && sorted[i + 1] === sorted[i]) continue;
      values[count] = sorted[i] as number;
      atMost[count++] = i + 1;
    }
  } else for (let i = 0; i < most; i++) keep(Math.round((i / (most - 1)) * (sorted.length - 1)));
  return { values: values.slice(0, count), atMost: atMost.slice(0, count), exact };
}

export const sampleSize = ({ atMost }: Distribution): number => atMost[atMost.length - 1] ?? 0;

/** How many of the ascending values are at or below `value`. */
export function upTo(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The share at or below `value`: by steps where all values are known, else straight between those that are. */
export function shareUpTo(distribution: Distribution, value: number): number {
  const { values, atMost, exact } = distribution;
  const all = sampleSize(distribution);
  const place = upTo(values, value);
  if (place === 0 || all === 0) return 0;
  const below = atMost[place - 1] as number;
  if (exact || place === values.length || values[place - 1] === value) return below / all;
  const [from, to] = [values[place - 1] as number, values[place] as number];
  return (below + ((value - from) / (to - from)) * ((atMost[place] as number) - below)) / all;
}

/** The smallest known value with at least `level` of the sample at or below it. */
export function quantileAt(distribution: Distribution, level: number): number {
  const { values, atMost } = distribution;
  const wanted = level * sampleSize(distribution);
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((atMost[middle] as number) >= wanted) high = middle;
    else low = middle + 1;
  }
  return values[low] ?? Number.NaN;
}

/** Values where both can be compared: all of both, or those known of what is not known in full. */
export function commonPlaces(a: Distribution, b: Distribution): Float64 {
  if (!a.exact) return a.values;
  if (!b.exact) return b.values;
  const places = new Float64Array(a.values.length + b.values.length);
  let [i, j, count] = [0, 0, 0];
  while (i < a.values.length || j < b.values.length) {
    const left = a.values[i] ?? Number.POSITIVE_INFINITY;
    const right = b.values[j] ?? Number.POSITIVE_INFINITY;
    places[count++] = Math.min(left, right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return places.slice(0, count);
}
