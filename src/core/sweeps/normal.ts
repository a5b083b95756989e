/** The standard normal distribution in double precision. */

const root2Pi = Math.sqrt(2 * Math.PI);

export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / root2Pi;

/** P(Z <= z), to about 1e-15 (series up to 3, continued fraction beyond; Abramowitz and Stegun 26.2.10 and 26.2.14). */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  if (x > 38) return z > 0 ? 1 : 0;
  let upper: number;
  if (x < 3) {
    let [term, sum] = [x, x];
    for (let k = 1; Math.abs(term) > 1e-17 * sum; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    upper = 0.5 - sum * normalDensity(x);
  } else {
    let fraction = x;
    for (let k = 60; k >= 1; k--) fraction = x + k / fraction;
    upper = normalDensity(x) / fraction;
  }
  return z > 0 ? 1 - upper : upper;
}

/** The z with that probability below it. A rational approximation, and one step of Halley's method. */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  const rough = p < 0.5 ? -roughTail(p) : roughTail(1 - p);
  const miss = (normalCdf(rough) - p) / normalDensity(rough);
  return Math.abs(rough) > 7 ? rough : rough - miss / (1 + (rough * miss) / 2);
}

/** For a tail of at most a half: Abramowitz and Stegun 26.2.23, to 4.5e-4. */
function roughTail(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  );
}
