/** A regression tree over the unit cube, as the boxes of its leaves: a variance can be summed over them exactly. */

export interface Leaf {
  /** Of the box, for each dimension. */
  low: readonly number[];
  high: readonly number[];
  value: number;
}

const leastPoints = 2;

/** Splits where the squared error falls most, as long as a box holds more than a few points. `rows` may repeat. */
export function growTree(
  points: readonly (readonly number[])[],
  values: readonly number[],
  rows: readonly number[],
): Leaf[] {
  const leaves: Leaf[] = [];
  const dimensions = points[0]?.length ?? 0;
  const grow = (here: readonly number[], low: readonly number[], high: readonly number[]): void => {
    const split = here.length >= 2 * leastPoints ? bestSplit(points, values, here, dimensions) : undefined;
    if (!split) {
      leaves.push({
        low,
        high,
        value: here.reduce((sum, row) => sum + (values[row] as number), 0) / here.length,
      });
      return;
    }
    const { dimension, at } = split;
    const isLow = (row: number) => (points[row]?.[dimension] as number) < at;
    grow(here.filter(isLow), low, high.with(dimension, at));
    grow(
      here.filter((row) => !isLow(row)),
      low.with(dimension, at),
      high,
    );
  };
  grow(rows, new Array<number>(dimensions).fill(0), new Array<number>(dimensions).fill(1));
  return leaves;
}

function bestSplit(
  points: readonly (readonly number[])[],
  values: readonly number[],
  rows: readonly number[],
  dimensions: number,
): { dimension: number; at: number } | undefined {
  const total = rows.reduce((sum, row) => sum + (values[row] as number), 0);
  const n = rows.length;
  let best: { dimension: number; at: number } | undefined;
  let most = (total * total) / n + 1e-12 * (1 + Math.abs(total));
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const place = (row: number) => points[row]?.[dimension] as number;
    const sorted = rows.toSorted((a, b) => place(a) - place(b));
    let left = 0;
    for (let i = 1; i < n; i++) {
      left += values[sorted[i - 1] as number] as number;
      const [before, after] = [place(sorted[i - 1] as number), place(sorted[i] as number)];
      if (before === after || i < leastPoints || n - i < leastPoints) continue;
      const gain = (left * left) / i + ((total - left) * (total - left)) / (n - i);
      if (gain > most) {
        most = gain;
        best = { dimension, at: (before + after) / 2 };
      }
    }
  }
  return best;
}
