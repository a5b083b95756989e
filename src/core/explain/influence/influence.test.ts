/** Influence of samples beside what comes of learning without each: least squares exactly, a logistic regression nearly. */
import { describe, expect, it } from 'vitest';
import { normals } from '../../random/random';
import { solveSymmetric } from '../shapley/solveShapley';
import { influences } from './influences';
import { slopesAndBends } from './lastLayer';

const [rows, width] = [60, 3];
const seen = Float64Array.from(normals(5, 'seen', 0, rows * width));
const noise = normals(5, 'noise', 0, rows);
const own = [0.4, -1.1, 0.8];
const all = Array.from({ length: rows }, (_, row) => row);
const at = (row: number, k: number) => (k === width ? 1 : (seen[row * width + k] as number));
const linear = (weights: ArrayLike<number>, of: (k: number) => number) =>
  Array.from({ length: width + 1 }, (_, k) => (weights[k] as number) * of(k)).reduce(
    (sum, one) => sum + one,
    0,
  );
const scoreOf = (weights: ArrayLike<number>) =>
  linear(weights, (k) => (k === width ? 1 : (own[k] as number)));

/** By Newton's method, to the optimum; `held`: half the square of weights, not of the bias. */
function fitted(
  kept: readonly number[],
  truth: ArrayLike<number>,
  held: number,
  logistic: boolean,
): Float64Array {
  let weights = new Float64Array(width + 1);
  for (let pass = 0; pass < 30; pass++) {
    const size = width + 1;
    const [matrix, right] = [new Float64Array(size * size), new Float64Array(size)];
    for (let k = 0; k < width; k++) {
      matrix[k * size + k] = held;
      right[k] = held * (weights[k] as number);
    }
    for (const row of kept) {
      const said = linear(weights, (k) => at(row, k));
      const share = logistic ? 1 / (1 + Math.exp(-said)) : said;
      const bend = logistic ? share * (1 - share) : 1;
      for (let a = 0; a < size; a++) {
        right[a] = (right[a] as number) + (share - (truth[row] as number)) * at(row, a);
        for (let b = 0; b <= a; b++)
          matrix[a * size + b] = (matrix[a * size + b] as number) + bend * at(row, a) * at(row, b);
      }
    }
    const step = solveSymmetric(matrix, right);
    weights = weights.map((weight, k) => weight - (step[k] as number));
  }
  return weights;
}

function found(
  layer: Parameters<typeof influences>[0],
  weights: readonly number[],
  held: number,
): Float64Array {
  const working = influences(layer, { own, weights, rows, held });
  let next = working.next();
  while (!next.done) next = working.next();
  return next.value;
}

const without = (truth: ArrayLike<number>, held: number, logistic: boolean) => {
  const whole = scoreOf(fitted(all, truth, held, logistic));
  return all.map(
    (row) =>
      whole -
      scoreOf(
        fitted(
          all.filter((one) => one !== row),
          truth,
          held,
          logistic,
        ),
      ),
  );
};

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - ma, (b[i] as number) - mb];
    [ab, aa, bb] = [ab + x * y, aa + x * x, bb + y * y];
  }
  return ab / Math.sqrt(aa * bb);
}

describe('how far a score falls when a sample was never learnt', () => {
  it.each([0, 2])('least squares, held by %d: as fitted anew without it', (held) => {
    const truth = all.map((row) => at(row, 0) - 2 * at(row, 1) + (noise[row] as number));
    const raw = Float32Array.from(all, (row) => linear(fitted(all, truth, held, false), (k) => at(row, k)));
    const told = slopesAndBends({ task: { type: 'regression', target: 'y' }, value: 'number' }, raw, truth);
    const moves = found({ seen, width, ...told }, [1], held);
    for (const [row, fell] of without(truth, held, false).entries()) expect(moves[row]).toBeCloseTo(fell, 5);
  });

  it('a logistic regression: nearly so, and in the order of what each did', () => {
    const held = 1;
    const truth = all.map((row) => Number(at(row, 0) - at(row, 1) + (noise[row] as number) > 0));
    const weights = fitted(all, truth, held, true);
    const raw = Float32Array.from(all, (row) => linear(weights, (k) => at(row, k)));
    const task = { type: 'classification' as const, target: 'y', labels: ['no', 'yes'] };
    const one = found({ seen, width, ...slopesAndBends({ task, value: 'class' }, raw, truth) }, [1], held);
    const fell = without(truth, held, true);
    expect(correlation(one, fell)).toBeGreaterThan(0.995);
    const largest = Math.max(...fell.map(Math.abs));
    for (const [row, value] of fell.entries())
      expect(Math.abs((one[row] as number) - value)).toBeLessThan(0.12 * largest);

    // The same model said by two scores, of which each has half of the weights.
    const two = Float32Array.from(
      all.flatMap((row) => [-(raw[row] as number) / 2, (raw[row] as number) / 2]),
    );
    const both = slopesAndBends({ task, value: 'class' }, two, truth);
    const told = found({ seen, width, ...both }, [-1, 1], 2 * held);
    expect(correlation(told, fell)).toBeGreaterThan(0.99);
  });
});
