/**
 * The group of a row that was not there when groups were found: that of the nearest core row, if it, and as many others
 * as are asked, lie within its reach. The exported graph (bodies/cores) does the same in the same order.
 */
import { emptyNearest, findNearest, type StoredRows } from '../neighbours/findNearest';

export interface Cores extends StoredRows {
  /** By stored row. */
  labels: ArrayLike<number>;
  /** By stored row: the square of how far it reaches. */
  squares: ArrayLike<number>;
  /** How many groups. */
  groups: number;
  /** So many of the nearest rows have to lie within the reach of the nearest. */
  neighbours: number;
}

/** Shares are 1 and this, whose logarithm is finite. */
export const leastShare = 1e-7;

/** Raw output, row-major [rows, groups + 1], the last that of none: logarithms of shares. */
export function coreOutputs(cores: Cores, features: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const width = cores.groups + 1;
  const outputs = new Float32Array(rows * width).fill(Math.log(leastShare));
  const { neighbours } = cores;
  const nearest = emptyNearest(rows, neighbours);
  findNearest(cores, 'euclidean', features, [0, rows], nearest);
  for (let row = 0; row < rows; row++) {
    const core = nearest.indices[row * neighbours] as number;
    const isNear =
      (nearest.sums[(row + 1) * neighbours - 1] as number) <= Math.fround(cores.squares[core] as number);
    outputs[row * width + (isNear ? (cores.labels[core] as number) : cores.groups)] = 0;
  }
  return outputs;
}
