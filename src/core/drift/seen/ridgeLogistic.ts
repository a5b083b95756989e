/**
 * Which of two sides points are of: logistic regression by Newton's method, the square of the weights (not of the
 * intercept) as penalty, both sides of equal weight however many they are. Of axes by their spread.
 */
import { cholesky, solveLower, solveUpper } from '../../sweeps/gp/cholesky';
import type { Points } from './points';

const mostSteps = 50;

/** Above 0: of the second side. */
export type Score = (points: Points) => Float64Array;

export function ridgeLogistic(first: Points, second: Points): Score {
  const { width } = first;
  const size = width + 1;
  const { means, spreads } = scaleOf([first, second]);
  const rows = first.rows + second.rows;
  const x = new Float64Array(rows * size);
  enter(first, means, spreads, x, 0);
  enter(second, means, spreads, x, first.rows);
  const weightOf = (row: number) => rows / (2 * (row < first.rows ? first.rows : second.rows));
  let weights = new Float64Array(size);
  let loss = lossOf(x, weights, first.rows, weightOf);
  for (let step = 0; step < mostSteps; step++) {
    const { slope, bend } = derivatives(x, weights, first.rows, weightOf);
    const root = cholesky(bend, size);
    if (!root) break;
    const move = solveUpper(root, solveLower(root, slope, size), size);
    const decrement = move.reduce((sum, value, k) => sum + value * (slope[k] as number), 0);
    if (decrement < 1e-18 * (1 + loss)) break;
    let length = 1;
    for (; length > 1e-6; length /= 2) {
      const tried = weights.map((value, k) => value - length * (move[k] as number));
      const found = lossOf(x, tried, first.rows, weightOf);
      if (found > loss - 1e-4 * length * decrement && found >= loss) continue;
      [weights, loss] = [tried, found];
      break;
    }
    if (length <= 1e-6) break;
  }
  return (points) => {
    const own = new Float64Array(points.rows * size);
    enter(points, means, spreads, own, 0);
    return Float64Array.from({ length: points.rows }, (_, row) => scoreAt(own, row, weights));
  };
}

function scaleOf(sides: readonly Points[]): { means: Float64Array; spreads: Float64Array } {
  const width = sides[0]?.width ?? 0;
  const rows = sides.reduce((sum, side) => sum + side.rows, 0);
  const [means, squares] = [new Float64Array(width), new Float64Array(width)];
  const each = (visit: (k: number, value: number) => void) => {
    for (const { values } of sides)
      for (let i = 0; i < values.length; i++) visit(i % width, values[i] as number);
  };
  each((k, value) => void ((means[k] as number) += value / rows));
  each((k, value) => void ((squares[k] as number) += (value - (means[k] as number)) ** 2 / rows));
  return { means, spreads: squares.map((square) => Math.sqrt(square) || 1) };
}

/** The last of each row is 1. */
function enter(
  { rows, width, values }: Points,
  means: Float64Array,
  spreads: Float64Array,
  into: Float64Array,
  from: number,
): void {
  for (let row = 0; row < rows; row++) {
    const at = (from + row) * (width + 1);
    for (let k = 0; k < width; k++)
      into[at + k] = ((values[row * width + k] as number) - (means[k] as number)) / (spreads[k] as number);
    into[at + width] = 1;
  }
}

function scoreAt(x: Float64Array, row: number, weights: Float64Array): number {
  let score = 0;
  for (let k = 0; k < weights.length; k++)
    score += (x[row * weights.length + k] as number) * (weights[k] as number);
  return score;
}

function lossOf(
  x: Float64Array,
  weights: Float64Array,
  first: number,
  weightOf: (row: number) => number,
): number {
  let loss = 0;
  for (let k = 0; k < weights.length - 1; k++) loss += (weights[k] as number) ** 2 / 2;
  for (let row = 0; row < x.length / weights.length; row++) {
    const margin = (row < first ? -1 : 1) * scoreAt(x, row, weights);
    loss += weightOf(row) * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
  }
  return loss;
}

function derivatives(
  x: Float64Array,
  weights: Float64Array,
  first: number,
  weightOf: (row: number) => number,
): { slope: Float64Array; bend: Float64Array } {
  const size = weights.length;
  const slope = new Float64Array(size);
  const bend = new Float64Array(size * size);
  for (let k = 0; k < size - 1; k++) {
    slope[k] = weights[k] as number;
    bend[k * size + k] = 1;
  }
  // Where an axis says nothing, nothing else holds the intercept.
  bend[size * size - 1] = 1e-12;
  for (let row = 0; row < x.length / size; row++) {
    const share = 1 / (1 + Math.exp(-scoreAt(x, row, weights)));
    const weight = weightOf(row);
    const off = weight * (share - (row < first ? 0 : 1));
    const curve = weight * share * (1 - share);
    for (let a = 0; a < size; a++) {
      const value = x[row * size + a] as number;
      (slope[a] as number) += off * value;
      const part = curve * value;
      for (let b = 0; b <= a; b++) (bend[a * size + b] as number) += part * (x[row * size + b] as number);
    }
  }
  return { slope, bend };
}
