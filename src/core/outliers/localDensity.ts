/**
 * How much thinner it is about a row than about its neighbours (Breunig, Kriegel, Ng and Sander 2000, local outlier
 * factor): about 1 inside a group, however dense that is. The exported graph (bodies/localDensity) does the same.
 */
import { KdTree } from '../clusters/kdTree';
import type { Rows, Worked } from '../clusters/rows';
import { emptyNearest, findNearest, type StoredRows } from '../neighbours/findNearest';

export interface Densities {
  /** By stored row: the distance to the last of its neighbours. */
  reach: Float32Array;
  /** And one over the mean distance by which its neighbours reach it. */
  density: Float32Array;
}

/** Equal rows are no infinity apart from others. */
export const leastDistance = 1e-10;

/** Of the rows that are kept, and how odd each of them is among the others. */
export async function localDensities(
  data: Rows,
  neighbours: number,
  worked: Worked,
): Promise<Densities & { scores: Float64Array }> {
  const { rows, width, features } = data;
  const tree = new KdTree(data);
  const nearest = new Int32Array(rows * neighbours);
  const squares = new Float64Array(rows * neighbours);
  const reach = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const found = tree.nearest(features, row * width, neighbours, row);
    nearest.set(found.rows, row * neighbours);
    squares.set(found.squares, row * neighbours);
    reach[row] = Math.sqrt(found.squares.at(-1) ?? 0);
    await worked(200 * width);
  }
  const density = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * neighbours; i < (row + 1) * neighbours; i++)
      sum += Math.max(Math.sqrt(squares[i] as number), reach[nearest[i] as number] as number);
    density[row] = 1 / (sum / neighbours + leastDistance);
  }
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * neighbours; i < (row + 1) * neighbours; i++)
      sum += density[nearest[i] as number] as number;
    scores[row] = sum / neighbours / (density[row] as number);
  }
  return { reach, density, scores };
}

/** Logarithm to base 2 of the factor of a row that is none of those kept. `squares`: float32, of its nearest kept rows. */
export function localFactor(
  { reach, density }: Densities,
  nearest: ArrayLike<number>,
  squares: ArrayLike<number>,
  from: number,
  neighbours: number,
): number {
  let [away, dense] = [0, 0];
  for (let i = from; i < from + neighbours; i++) {
    const row = nearest[i] as number;
    away += Math.max(Math.sqrt(squares[i] as number), reach[row] as number);
    dense += density[row] as number;
  }
  return Math.log2((dense / neighbours) * (away / neighbours + leastDistance));
}

/** Raw output of rows that are none of those kept. */
export function localOutputs(
  kept: Densities & StoredRows,
  features: Float32Array,
  rows: number,
  neighbours: number,
): Float32Array<ArrayBuffer> {
  const nearest = emptyNearest(rows, neighbours);
  findNearest(kept, 'euclidean', features, [0, rows], nearest);
  return Float32Array.from({ length: rows }, (_, row) =>
    localFactor(kept, nearest.indices, nearest.sums, row * neighbours, neighbours),
  );
}
