/** Probabilities of what is as far out or farther, when nothing but chance is at work. */
import { logGamma } from './studentT';

/** Of chi-square with `df` degrees of freedom, at `x` or above: the regularised upper incomplete gamma Q(df/2, x/2) (Numerical Recipes, 6.2). */
export function chiSquareTail(x: number, df: number): number {
  if (!(x > 0) || df <= 0) return 1;
  const [a, half] = [df / 2, x / 2];
  const front = Math.exp(a * Math.log(half) - half - logGamma(a));
  return half < a + 1 ? 1 - front * seriesOf(a, half) : front * fractionOf(a, half);
}

/** Of a standard normal value, at a distance of |z| or more to either side. */
export const normalTwoSided = (z: number): number => chiSquareTail(z * z, 1);

/** The value that chi-square passes with probability `tail`; by bisection, to 12 digits. */
export function chiSquareQuantile(tail: number, df: number): number {
  let [low, high] = [0, df + 10];
  while (chiSquareTail(high, df) > tail) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Of Kolmogorov's distribution, at `lambda` or above. */
export function kolmogorovTail(lambda: number): number {
  if (!(lambda > 0)) return 1;
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17 * Math.abs(sum)) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** What Kolmogorov's distribution passes with probability `tail`. */
export function kolmogorovQuantile(tail: number): number {
  let [low, high] = [0.2, 6];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (kolmogorovTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function seriesOf(a: number, x: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n < 10_000; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-16) break;
  }
  return sum;
}

function fractionOf(a: number, x: number): number {
  const tiny = 1e-300;
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / safe(b);
  let result = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / safe(an * d + b);
    c = safe(b + an / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}
