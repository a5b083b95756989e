/**
 * What each sample of a training did to an answer (influence functions, Koh and Liang 2017, of the last layer): how the score
 * would move had the sample been left out, by one step of Newton's method from the weights as they are. Of one number by
 * least squares the step is exact with the leverage of the sample; of a logistic regression it is nearly so (Pregibon 1981).
 */
import { symmetricSolver } from '../shapley/solveShapley';

export interface LastLayer {
  /** Row-major [rows, width]: what the layer takes, without the 1 of its bias. */
  seen: Float64Array;
  width: number;
  /** Row-major [rows, outputs]: how far each raw output is from what was known: by loss, its slope. */
  slopes: Float64Array;
  /** Row-major [rows, outputs, outputs]: its curvature. */
  bends: Float64Array;
  outputs: number;
}

/** Where there are more weights, the leverage of each sample is not worth its time. */
const mostLeveraged = 400;

/**
 * `own`: what the layer takes of the answer that is explained; `weights`: of each raw output in its score. `rows`: that the
 * model learnt from, of which the samples here are some. `held`: added to the curvature of every weight but those of biases.
 * By sample: how far the score is higher with it than without. Yields its progress.
 */
export function* influences(
  { seen, width, slopes, bends, outputs }: LastLayer,
  {
    own,
    weights,
    rows,
    held,
  }: { own: ArrayLike<number>; weights: ArrayLike<number>; rows: number; held: number },
): Generator<number, Float64Array<ArrayBuffer>> {
  const each = width + 1;
  const size = outputs * each;
  const count = seen.length / width;
  const at = (row: number, k: number) => (k === width ? 1 : (seen[row * width + k] as number));
  const curvature = new Float64Array(size * size);
  const some = Math.max(1, Math.floor(2e7 / size ** 2));
  for (let row = 0; row < count; row++) {
    for (let a = 0; a < outputs; a++)
      for (let b = 0; b <= a; b++) {
        const bend = bends[(row * outputs + a) * outputs + b] as number;
        if (bend === 0) continue;
        for (let i = 0; i < each; i++) {
          const scaled = bend * at(row, i);
          const to = (a * each + i) * size + b * each;
          for (let k = 0; k < each; k++)
            curvature[to + k] = (curvature[to + k] as number) + scaled * at(row, k);
        }
      }
    if (row % some === 0) yield (0.8 * row) / count;
  }
  const share = rows / count;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += share * (curvature[i * size + i] as number);
  for (let i = 0; i < curvature.length; i++) curvature[i] = (curvature[i] as number) * share;
  // Adding the same to all scores changes no probability: nothing holds that direction.
  for (let i = 0; i < size; i++)
    curvature[i * size + i] =
      (curvature[i * size + i] as number) + (i % each === width ? 0 : held) + (1e-9 * trace) / size;
  const wanted = Float64Array.from(
    { length: size },
    (_, i) =>
      (weights[Math.floor(i / each)] as number) * (i % each === width ? 1 : (own[i % each] as number)),
  );
  const solve = symmetricSolver(curvature, size);
  const solved = solve(wanted);
  yield 0.9;
  const found = new Float64Array(count);
  const leveraged = outputs === 1 && size <= mostLeveraged;
  for (let row = 0; row < count; row++) {
    let move = 0;
    for (let a = 0; a < outputs; a++) {
      let along = 0;
      for (let k = 0; k < each; k++) along += (solved[a * each + k] as number) * at(row, k);
      move += (slopes[row * outputs + a] as number) * along;
    }
    if (leveraged) {
      const features = Float64Array.from({ length: each }, (_, k) => at(row, k));
      const turned = solve(features);
      let leverage = 0;
      for (let k = 0; k < each; k++) leverage += (turned[k] as number) * (features[k] as number);
      move /= Math.max(1e-6, 1 - leverage * (bends[row] as number));
    }
    found[row] = -move;
    if (row % 64 === 0) yield 0.9 + (0.1 * row) / count;
  }
  return found;
}
