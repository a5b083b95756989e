/**
 * One step of Newton's method: the direction by conjugate gradients, as exact as the gradient is small, then as far along
 * it as lowers the objective. Follows Nocedal and Wright, Numerical Optimization, algorithm 7.1.
 */
import type { Evaluated, LinearObjective } from './linearObjective';

/** Of a row's part of the gradient, at most: then the weights are the best there are. */
const smallestGradient = 1e-8;
const mostProducts = 300;
const mostHalvings = 30;

export const isSmall = ({ gradient }: Pick<Evaluated, 'gradient'>, rows: number): boolean =>
  gradient.every((value) => Math.abs(value) <= smallestGradient * rows);

/** The next weights; undefined where rounding leaves nothing to gain. */
export async function newtonStep(
  objective: LinearObjective,
  weights: Float64Array,
  { value, gradient }: Evaluated,
): Promise<Float64Array | undefined> {
  const direction = await conjugateGradients(objective, gradient);
  const slope = dot(gradient, direction);
  for (let halving = 0, length = 1; halving < mostHalvings; halving++, length /= 2) {
    const next = weights.map((weight, i) => weight + length * (direction[i] as number));
    if ((await objective.value(next)) <= value + 1e-4 * length * slope) return next;
  }
  return undefined;
}

async function conjugateGradients(objective: LinearObjective, gradient: Float64Array): Promise<Float64Array> {
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let search = residual.slice();
  let squares = dot(residual, residual);
  const norm = Math.sqrt(squares);
  // A number's objective is a parabola: one step is all, so it is an exact one.
  const enough = norm * (objective.outputs === 1 ? 1e-12 : Math.min(0.1, Math.sqrt(norm / gradient.length)));
  for (let product = 0; product < mostProducts && Math.sqrt(squares) > enough; product++) {
    const curved = await objective.hessianTimes(search);
    const curvature = dot(search, curved);
    if (!(curvature > 0)) break;
    const length = squares / curvature;
    for (let i = 0; i < direction.length; i++) {
      direction[i] = (direction[i] as number) + length * (search[i] as number);
      residual[i] = (residual[i] as number) - length * (curved[i] as number);
    }
    const before = squares;
    squares = dot(residual, residual);
    search = search.map((value, i) => (residual[i] as number) + (squares / before) * value);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
