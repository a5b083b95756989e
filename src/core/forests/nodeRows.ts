/** The rows of a tree's nodes and what they are to answer: a node is a piece of one order, divided in place. */
export interface TargetRows {
  /** Of every row of the training: a class, or a number. */
  target: ArrayLike<number>;
  /** 0: the targets are numbers. */
  classes: number;
}

export interface NodePiece {
  from: number;
  to: number;
}

/** What a node's rows say together. `sums`: rows of each class, or the sum of the numbers and of their squares. */
export interface NodeSums {
  rows: number;
  sums: Float64Array;
  /** All its rows are to answer the same. */
  alike: boolean;
}

export const sumsWidth = (classes: number): number => (classes > 0 ? classes : 2);

export function sumsOf(
  { target, classes }: TargetRows,
  order: Int32Array,
  { from, to }: NodePiece,
): NodeSums {
  const sums = new Float64Array(sumsWidth(classes));
  const first = target[order[from] as number];
  let alike = true;
  for (let at = from; at < to; at++) {
    const value = target[order[at] as number] as number;
    if (value !== first) alike = false;
    if (classes > 0) sums[value] = (sums[value] as number) + 1;
    else {
      sums[0] = (sums[0] as number) + value;
      sums[1] = (sums[1] as number) + value * value;
    }
  }
  return { rows: to - from, sums, alike };
}

/** Gini's of classes, the variance of numbers: 0 where all are alike. */
export function impurityOf({ rows, sums, alike }: NodeSums, classes: number): number {
  if (alike) return 0;
  if (classes === 0) {
    const mean = (sums[0] as number) / rows;
    return Math.max(0, (sums[1] as number) / rows - mean * mean);
  }
  let squares = 0;
  for (const count of sums) squares += (count / rows) ** 2;
  return Math.max(0, 1 - squares);
}

/** What a leaf of it answers, in float32: shares, or the mean. */
export const answerOf = ({ rows, sums }: NodeSums, classes: number): number[] =>
  classes > 0
    ? Array.from(sums, (count) => Math.fround(count / rows))
    : [Math.fround((sums[0] as number) / rows)];
