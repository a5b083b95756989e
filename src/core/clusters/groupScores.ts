/**
 * How well rows fall into groups, without knowing any: of each row its silhouette (Rousseeuw 1987), of all the index of
 * Davies and Bouldin 1979 and that of Calinski and Harabasz 1974. A label below 0 is of no group; such rows count nowhere.
 */
import { type Rows, squaredBetween } from './rows';

/** Distances between all rows, row-major [rows, rows]. */
export function distancesBetween({ rows, width, features }: Rows): Float32Array {
  const all = new Float32Array(rows * rows);
  for (let a = 0; a < rows; a++)
    for (let b = 0; b < a; b++) {
      const by = Math.sqrt(squaredBetween(features, a * width, features, b * width, width));
      all[a * rows + b] = by;
      all[b * rows + a] = by;
    }
  return all;
}

/** Of each row, -1 to 1: 1 where its own group is near and every other far. NaN where it is of none, or all are of one. */
export function silhouettes(distances: Float32Array, labels: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const rows = labels.length;
  const counts = countsOf(labels);
  const values = new Float64Array(rows).fill(Number.NaN);
  if (counts.filter((count) => count > 0).length < 2) return values;
  const sums = new Float64Array(counts.length);
  for (let row = 0; row < rows; row++) {
    const own = labels[row] as number;
    if (own < 0) continue;
    // Alone in its group: 0 by definition.
    values[row] = 0;
    if ((counts[own] as number) < 2) continue;
    sums.fill(0);
    for (let other = 0; other < rows; other++) {
      const label = labels[other] as number;
      if (label >= 0) sums[label] = (sums[label] as number) + (distances[row * rows + other] as number);
    }
    const within = (sums[own] as number) / ((counts[own] as number) - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let label = 0; label < counts.length; label++)
      if (label !== own && (counts[label] as number) > 0)
        next = Math.min(next, (sums[label] as number) / (counts[label] as number));
    const larger = Math.max(within, next);
    values[row] = larger > 0 ? (next - within) / larger : 0;
  }
  return values;
}

/** The mean of those that are numbers. */
export function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** NaN where there are fewer than two groups, or no more rows than groups. */
export function groupIndices(
  data: Rows,
  labels: ArrayLike<number>,
): { daviesBouldin: number; calinskiHarabasz: number } {
  const { width, features } = data;
  const counts = countsOf(labels);
  const groups = counts.flatMap((count, label) => (count > 0 ? [label] : []));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (groups.length < 2 || total <= groups.length)
    return { daviesBouldin: Number.NaN, calinskiHarabasz: Number.NaN };
  const centres = new Float64Array(counts.length * width);
  const middle = new Float64Array(width);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (label < 0) continue;
    for (let i = 0; i < width; i++) {
      const value = features[row * width + i] as number;
      centres[label * width + i] = (centres[label * width + i] as number) + value / (counts[label] as number);
      middle[i] = (middle[i] as number) + value / total;
    }
  }
  const spread = new Float64Array(counts.length);
  let within = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (label < 0) continue;
    const square = squaredBetween(features, row * width, centres, label * width, width);
    within += square;
    spread[label] = (spread[label] as number) + Math.sqrt(square) / (counts[label] as number);
  }
  const between = groups.reduce(
    (sum, label) =>
      sum + (counts[label] as number) * squaredBetween(centres, label * width, middle, 0, width),
    0,
  );
  const worst = groups.map((a) =>
    Math.max(
      ...groups
        .filter((b) => b !== a)
        .map(
          (b) =>
            ((spread[a] as number) + (spread[b] as number)) /
            Math.sqrt(squaredBetween(centres, a * width, centres, b * width, width)),
        ),
    ),
  );
  return {
    daviesBouldin: worst.reduce((sum, value) => sum + value, 0) / groups.length,
    calinskiHarabasz: between / (groups.length - 1) / (within / (total - groups.length)),
  };
}

function countsOf(labels: ArrayLike<number>): number[] {
  const counts: number[] = [];
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    while (counts.length <= label) counts.push(0);
    if (label >= 0) counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}
