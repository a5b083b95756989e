/**
 * Accumulated local effects of two columns of numbers (Apley and Zhu 2020, second order): rows of each cell of a grid are
 * asked at its four corners, the mean differences of differences are added up along both columns, and what each column does
 * by itself is taken off. What is left is only what they do together, around 0 over the rows.
 */
import { quantileOfSorted } from '../../stats/quantile';
import type { Values } from '../../transforms/transformDef';
import type { Questions } from './answersTo';

export interface JointCells {
  /** Borders of the cells along each column. */
  edges: [Float64Array, Float64Array];
  /** Rows that have both values, and the cell of each: its place along both. */
  rows: Int32Array;
  at: [Int32Array, Int32Array];
}

export function jointCells(first: Float64Array, second: Float64Array, most: number): JointCells {
  const rows = Int32Array.from(first.keys()).filter(
    (row) => !Number.isNaN(first[row]) && !Number.isNaN(second[row]),
  );
  const edgesOf = (values: Float64Array) => {
    const sorted = Float64Array.from(rows, (row) => values[row] as number).sort();
    const count = Math.min(most, sorted.length);
    return Float64Array.from(
      new Set(Array.from({ length: count }, (_, i) => quantileOfSorted(sorted, i / Math.max(1, count - 1)))),
    );
  };
  const cellOf = (values: Float64Array, edges: Float64Array) =>
    rows.map((row) => {
      let end = 1;
      while (end < edges.length - 1 && (values[row] as number) > (edges[end] as number)) end++;
      return end - 1;
    });
  const edges: JointCells['edges'] = [edgesOf(first), edgesOf(second)];
  return { edges, rows, at: [cellOf(first, edges[0]), cellOf(second, edges[1])] };
}

/** The columns of all questions: every row at the four corners of its cell, one corner after the other. */
export function cornersOf(names: readonly [string, string], { edges, rows, at }: JointCells): Questions {
  const four = Int32Array.from({ length: 4 * rows.length }, (_, i) => rows[i % rows.length] as number);
  const placed = (axis: 0 | 1): Values => ({
    kind: 'number',
    width: 1,
    data: Float64Array.from(four, (_, i) => {
      const corner = Math.floor(i / rows.length);
      const behind = axis === 0 ? corner >> 1 : corner & 1;
      return edges[axis][(at[axis][i % rows.length] as number) + behind] as number;
    }),
  });
  return {
    of: four,
    put: new Map([
      [names[0], placed(0)],
      [names[1], placed(1)],
    ]),
  };
}

export interface JointEffect {
  /** Row-major, at the corners of the cells. */
  effect: Float64Array<ArrayBuffer>;
  /** Rows in each cell, row-major. */
  counts: Int32Array;
}

/** `said`: the answers to the questions. */
export function jointEffect({ edges: [a, b], rows, at }: JointCells, said: Float64Array): JointEffect {
  const [m, n] = [a.length - 1, b.length - 1];
  const counts = new Int32Array(m * n);
  const sums = new Float64Array(m * n);
  const each = rows.length;
  for (let i = 0; i < each; i++) {
    const cell = (at[0][i] as number) * n + (at[1][i] as number);
    const answer = (corner: number) => said[corner * each + i] as number;
    counts[cell] = (counts[cell] as number) + 1;
    sums[cell] = (sums[cell] as number) + answer(3) - answer(2) - answer(1) + answer(0);
  }
  const means = sums.map((sum, cell) => sum / (counts[cell] || 1));
  fillEmpty(means, counts, m, n);
  const effect = new Float64Array((m + 1) * (n + 1));
  const of = (i: number, k: number) => effect[i * (n + 1) + k] as number;
  for (let i = 1; i <= m; i++)
    for (let k = 1; k <= n; k++)
      effect[i * (n + 1) + k] =
        of(i - 1, k) + of(i, k - 1) - of(i - 1, k - 1) + (means[(i - 1) * n + k - 1] as number);
  // What each does by itself, over the rows that there are.
  const rise = (
    stretches: number,
    others: number,
    step: (stretch: number, other: number) => [number, number],
  ) => {
    const found = new Float64Array(stretches + 1);
    for (let stretch = 0; stretch < stretches; stretch++) {
      let [sum, all] = [0, 0];
      for (let other = 0; other < others; other++) {
        const [count, risen] = step(stretch, other);
        sum += count * risen;
        all += count;
      }
      found[stretch + 1] = (found[stretch] as number) + sum / (all || 1);
    }
    return found;
  };
  const alongFirst = rise(m, n, (i, k) => [
    counts[i * n + k] as number,
    (of(i + 1, k) - of(i, k) + of(i + 1, k + 1) - of(i, k + 1)) / 2,
  ]);
  const alongSecond = rise(n, m, (k, i) => [
    counts[i * n + k] as number,
    (of(i, k + 1) - of(i, k) + of(i + 1, k + 1) - of(i + 1, k)) / 2,
  ]);
  for (let i = 0; i <= m; i++)
    for (let k = 0; k <= n; k++)
      effect[i * (n + 1) + k] = of(i, k) - (alongFirst[i] as number) - (alongSecond[k] as number);
  let middle = 0;
  for (let i = 0; i < m; i++)
    for (let k = 0; k < n; k++)
      middle +=
        ((counts[i * n + k] as number) * (of(i, k) + of(i + 1, k) + of(i, k + 1) + of(i + 1, k + 1))) /
        4 /
        (each || 1);
  return { effect: effect.map((value) => value - middle), counts };
}

/** Cells that no row lies in take the mean of the nearest that have some. */
function fillEmpty(means: Float64Array, counts: Int32Array, m: number, n: number): void {
  const known = [...counts.keys()].filter((cell) => (counts[cell] as number) > 0);
  for (let cell = 0; cell < means.length; cell++) {
    if ((counts[cell] as number) > 0) continue;
    const apart = (other: number) =>
      ((Math.floor(cell / n) - Math.floor(other / n)) / m) ** 2 + (((cell % n) - (other % n)) / n) ** 2;
    let [nearest, sum, found] = [Number.POSITIVE_INFINITY, 0, 0];
    for (const other of known) {
      const far = apart(other);
      if (far > nearest + 1e-12) continue;
      if (far < nearest - 1e-12) [sum, found] = [0, 0];
      nearest = Math.min(nearest, far);
      sum += means[other] as number;
      found++;
    }
    means[cell] = found > 0 ? sum / found : 0;
  }
}
