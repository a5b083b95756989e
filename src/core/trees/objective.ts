/**
 * What boosted trees follow down, score by score: squared error or cross-entropy by their slopes (boostedSlopes.ts), or the
 * pinball loss of quantiles, whose slope only says which side a row is on, so that a leaf answers the quantile of what its
 * rows have left (Friedman 2001, algorithm 3, for any quantile).
 */
import { quantileOfSorted } from '../stats/quantile';
import { boostedSlopes, scoreColumns, startScores } from './boostedSlopes';
import type { Slopes } from './histogram';

export interface Objective {
  /** Scores a row for which there is a tree in each round. */
  columns: number[];
  /** What every answer starts from, by output. */
  base(target: ArrayLike<number>): number[];
  slopes(scores: Float64Array, target: ArrayLike<number>, column: number): Slopes;
  /** Of the leaf of these rows, where the slopes do not say it. */
  answer?(rows: Int32Array, scores: Float64Array, target: ArrayLike<number>, column: number): number;
}

/** `classes`: 0 where the answer is a number. `levels`: of quantiles. */
export function objectiveOf(classes: number, levels?: readonly number[]): Objective {
  if (levels) return quantileObjective(levels);
  return {
    columns: scoreColumns(classes),
    base: (target) => startScores(target, classes),
    slopes: (scores, target, column) => boostedSlopes(scores, target, classes, column),
  };
}

function quantileObjective(levels: readonly number[]): Objective {
  const outputs = levels.length;
  return {
    columns: [...levels.keys()],
    base(target) {
      const sorted = Float64Array.from(target).sort();
      return levels.map((level) => Math.fround(quantileOfSorted(sorted, level)));
    },
    slopes(scores, target, column) {
      const level = levels[column] as number;
      const gradients = new Float64Array(target.length);
      for (let row = 0; row < target.length; row++)
        gradients[row] =
          (target[row] as number) > (scores[row * outputs + column] as number) ? -level : 1 - level;
      return { gradients, curvatures: new Float64Array(target.length).fill(1) };
    },
    answer(rows, scores, target, column) {
      const left = Float64Array.from(
        rows,
        (row) => (target[row] as number) - (scores[row * outputs + column] as number),
      ).sort();
      return quantileOfSorted(left, levels[column] as number);
    },
  };
}
