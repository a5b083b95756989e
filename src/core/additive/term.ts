/** What an additive model is made of: a table of scores over the bins of one feature, or of two. */
import { type Axis, binOf, binsOf } from './axis';

export interface Term {
  /** One, or two. */
  axes: Axis[];
  /** [outputs, bins of the first (, of the second)]. */
  scores: Float32Array<ArrayBuffer>;
  /** The same: how far apart models of other parts of the rows are, as a standard deviation. */
  spreads: Float32Array<ArrayBuffer>;
  /** [bins of the first (, of the second)]: training rows in each. */
  rows: Float32Array<ArrayBuffer>;
}

export interface AdditiveModel {
  /** Values of a row. */
  width: number;
  /** What every answer starts from, by output. */
  base: number[];
  terms: Term[];
}

export const cellsOf = ({ axes }: Pick<Term, 'axes'>): number =>
  axes.reduce((all, axis) => all * binsOf(axis), 1);

/** The cell of a row that begins at `at`. */
export const cellOf = ({ axes }: Pick<Term, 'axes'>, row: ArrayLike<number>, at = 0): number =>
  axes.reduce((cell, axis) => cell * binsOf(axis) + binOf(axis, row[at + axis.feature] as number), 0);

/** By output: how much it moves an answer, as the mean of its size over the training rows. */
export function weightOf({ scores, rows }: Pick<Term, 'scores' | 'rows'>, outputs: number): number {
  const all = rows.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let i = 0; i < scores.length; i++)
    sum += Math.abs(scores[i] as number) * (rows[i % rows.length] as number);
  return sum / Math.max(1, all * outputs);
}
