/** How differently members of an ensemble answer: what a mean of them gains by. */
import { largestPerRow } from '../train/probabilities';
import type { Known } from './greedySelection';

export interface Diversity {
  /** disagreement: the share of rows with different answers. correlation: of the errors. */
  as: 'disagreement' | 'correlation';
  rows: number;
  /** For each pair of members, symmetric. */
  values: number[][];
}

/** `members`: row-major [rows, labels] shares, or [rows] numbers. */
export function diversityOf(members: readonly Float32Array[], { truth, labels }: Known): Diversity {
  const rows = truth.length;
  if (labels > 0) {
    const said = members.map((shares) => largestPerRow(shares, labels));
    const apart = (a: Int32Array, b: Int32Array) =>
      a.reduce((sum, answer, row) => sum + (answer === b[row] ? 0 : 1), 0) / Math.max(1, rows);
    return { as: 'disagreement', rows, values: said.map((a) => said.map((b) => apart(a, b))) };
  }
  const errors = members.map((member) => {
    const own = Float64Array.from(truth, (known, row) => (member[row] as number) - known);
    const mean = own.reduce((sum, error) => sum + error, 0) / Math.max(1, rows);
    return own.map((error) => error - mean);
  });
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, error, row) => sum + error * (b[row] as number), 0);
  const sizes = errors.map((own) => Math.sqrt(dot(own, own)));
  return {
    as: 'correlation',
    rows,
    values: errors.map((a, i) =>
      errors.map((b, j) => {
        const size = (sizes[i] as number) * (sizes[j] as number);
        return size > 0 ? dot(a, b) / size : 1;
      }),
    ),
  };
}
