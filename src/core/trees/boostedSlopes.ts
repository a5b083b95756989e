/**
 * What boosting follows down: first and second derivatives of the loss by the scores (Friedman 2001). Numbers by half
 * their squared error; two labels by one score, the logit of the second; more labels by a score each, through softmax.
 */
import type { Slopes } from './histogram';

/** Scores a row: what there is a tree for in each round. */
export const scoreColumns = (classes: number): number[] =>
  classes === 2 ? [1] : Array.from({ length: Math.max(classes, 1) }, (_, i) => i);

const leastCurvature = 1e-16;
/** Of a class that no row has. */
const leastShare = 1e-6;

/** What every answer starts from, by output: the mean, or the logits of the shares. */
export function startScores(target: ArrayLike<number>, classes: number): number[] {
  const rows = target.length;
  if (classes === 0) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += target[i] as number;
    return [Math.fround(sum / Math.max(rows, 1))];
  }
  const shares = new Array<number>(classes).fill(0);
  for (let i = 0; i < rows; i++) shares[target[i] as number] = (shares[target[i] as number] as number) + 1;
  const logs = shares.map((count) => Math.log(Math.max(count / Math.max(rows, 1), leastShare)));
  if (classes === 2) return [0, Math.fround((logs[1] as number) - (logs[0] as number))];
  return logs.map(Math.fround);
}

/** `scores`: row-major [rows, outputs]; of the score in `column`. */
export function boostedSlopes(
  scores: Float64Array,
  target: ArrayLike<number>,
  classes: number,
  column: number,
): Slopes {
  const rows = target.length;
  const outputs = Math.max(classes, 1);
  const gradients = new Float64Array(rows);
  const curvatures = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const score = scores[row * outputs + column] as number;
    if (classes === 0) {
      gradients[row] = score - (target[row] as number);
      curvatures[row] = 1;
      continue;
    }
    const share = shareOf(scores, row * outputs, outputs, column);
    gradients[row] = share - Number(target[row] === column);
    curvatures[row] = Math.max(share * (1 - share), leastCurvature);
  }
  return { gradients, curvatures };
}

function shareOf(scores: Float64Array, first: number, outputs: number, column: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < outputs; i++) most = Math.max(most, scores[first + i] as number);
  let sum = 0;
  for (let i = 0; i < outputs; i++) sum += Math.exp((scores[first + i] as number) - most);
  return Math.exp((scores[first + column] as number) - most) / sum;
}
