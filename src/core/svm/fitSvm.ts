/** Support vector machines with the RBF kernel (Cortes and Vapnik 1995): of labels one against the rest, of numbers with a tube, of one class alone. */
import type { RbfKernel } from './rbfKernel';
import { smo } from './smo';

export type Worked = (values: number) => void | Promise<void>;

/** One function of a row: Σ weight k(row, x) + bias. */
export interface KernelSum {
  weights: Float64Array;
  bias: number;
  settled: boolean;
}

const mostSteps = (count: number): number => Math.max(200_000, 100 * count);
const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

/** Above 0 where `isOwn` says 1. */
export async function fitLabel(
  kernel: RbfKernel,
  isOwn: Int8Array,
  c: number,
  worked: Worked,
): Promise<KernelSum> {
  const { rows } = kernel.of;
  const y = Int8Array.from(isOwn, (own) => (own === 1 ? 1 : -1));
  const row = (at: number) => signed(kernel.row(at), y, y[at] as number);
  const { alpha, offset, settled } = await smo(
    {
      count: rows,
      row,
      diagonal: ones(rows),
      p: new Float64Array(rows).fill(-1),
      y,
      most: c,
      alpha: new Float64Array(rows),
    },
    mostSteps(rows),
    worked,
  );
  return { weights: alpha.map((value, at) => value * (y[at] as number)), bias: -offset, settled };
}

/** Numbers that miss by no more than `tube` count as met. */
export async function fitNumber(
  kernel: RbfKernel,
  target: ArrayLike<number>,
  { c, tube }: { c: number; tube: number },
  worked: Worked,
): Promise<KernelSum> {
  const { rows } = kernel.of;
  const count = 2 * rows;
  const y = Int8Array.from({ length: count }, (_, at) => (at < rows ? 1 : -1));
  const p = Float64Array.from({ length: count }, (_, at) =>
    at < rows ? tube - (target[at] as number) : tube + (target[at - rows] as number),
  );
  const row = (at: number) => {
    const own = kernel.row(at % rows);
    const sign = y[at] as number;
    const all = new Float32Array(count);
    for (let k = 0; k < rows; k++) {
      all[k] = sign * (own[k] as number);
      all[rows + k] = -sign * (own[k] as number);
    }
    return all;
  };
  const { alpha, offset, settled } = await smo(
    { count, row, diagonal: ones(count), p, y, most: c, alpha: new Float64Array(count) },
    mostSteps(count),
    worked,
  );
  const weights = Float64Array.from(
    { length: rows },
    (_, at) => (alpha[at] as number) - (alpha[rows + at] as number),
  );
  return { weights, bias: -offset, settled };
}

/** Larger inside; about so large a share of the rows is left outside (Schölkopf et al. 2001). Weights sum to 1. */
export async function fitOneClass(kernel: RbfKernel, share: number, worked: Worked): Promise<KernelSum> {
  const { rows } = kernel.of;
  const all = Math.max(share * rows, Number.MIN_VALUE);
  // As LIBSVM begins: the first ones at their bound.
  const alpha = Float64Array.from({ length: rows }, (_, at) => Math.max(0, Math.min(1, all - at)));
  const {
    alpha: found,
    offset,
    settled,
  } = await smo(
    {
      count: rows,
      row: (at) => kernel.row(at),
      diagonal: ones(rows),
      p: new Float64Array(rows),
      y: new Int8Array(rows).fill(1),
      most: 1,
      alpha,
    },
    mostSteps(rows),
    worked,
  );
  return { weights: found.map((value) => value / all), bias: -offset / all, settled };
}

function signed(row: Float32Array, y: Int8Array, own: number): Float32Array {
  const all = new Float32Array(row.length);
  for (let k = 0; k < row.length; k++) all[k] = own * (y[k] as number) * (row[k] as number);
  return all;
}
