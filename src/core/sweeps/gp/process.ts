/**
 * A Gaussian process over points of a space: Matérn 5/2, one length for each parameter, lengths and noise by the
 * highest posterior density (the scale of the values is solved for). Rasmussen and Williams 2006, chapters 2, 4 and 5.
 */
import { cholesky, inverseOf, solveLower, solveUpper, squareOfSolved } from './cholesky';

/** Of each parameter its place, or its value as a class; undefined: it is not searched there. */
export type Features = readonly (number | undefined)[];

const root5 = Math.sqrt(5);
/** Priors of the logarithms: a length about half of the range, little noise. */
const lengthPrior = { mean: Math.log(0.5), deviation: 1 };
const noisePrior = { mean: Math.log(1e-3), deviation: 2 };

/** Squared; classes that differ, and a parameter that only one of both has, are 1 apart. */
const apart = (a: number | undefined, b: number | undefined, classes: boolean): number => {
  if (a === undefined || b === undefined) return a === b ? 0 : 1;
  return classes ? Number(a !== b) : (a - b) ** 2;
};

const kernel = (squared: number): number => {
  const r = root5 * Math.sqrt(squared);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
};

export class GaussianProcess {
  readonly #points: readonly Features[];
  readonly #classes: readonly boolean[];
  /** Of each parameter, for each pair of points: row by row of the lower half. */
  readonly #squared: Float64Array[];
  readonly #pairs: { distances: Float64Array; slopes: Float64Array };
  readonly #values: Float64Array;
  readonly #n: number;
  /** Logarithms: of each length, and last of the noise. */
  #logs: Float64Array;
  #lower: Float64Array = new Float64Array();
  #weights: Float64Array = new Float64Array();
  #scale = 1;
  /** Of the lengths, squared. */
  #inverse: Float64Array = new Float64Array();
  /** Room for a prediction. */
  readonly #near: Float64Array;
  #evidence = Number.NEGATIVE_INFINITY;

  /** `values` have mean 0 and deviation 1, about; `classes`: which parameters have no order; `begin`: a fit of the same points to begin from. */
  constructor(
    points: readonly Features[],
    values: ArrayLike<number>,
    classes: readonly boolean[],
    steps = 24,
    begin?: GaussianProcess,
  ) {
    this.#points = points;
    this.#classes = classes;
    this.#values = Float64Array.from(values);
    this.#n = points.length;
    this.#near = new Float64Array(this.#n);
    const n = this.#n;
    this.#squared = classes.map((isClass, p) => {
      const squared = new Float64Array((n * (n - 1)) / 2);
      for (let i = 0, pair = 0; i < n; i++)
        for (let j = 0; j < i; j++, pair++) squared[pair] = apart(points[i]?.[p], points[j]?.[p], isClass);
      return squared;
    });
    const pairs = (n * (n - 1)) / 2;
    this.#pairs = { distances: new Float64Array(pairs), slopes: new Float64Array(pairs) };
    this.#logs = begin
      ? begin.#logs
      : Float64Array.from([...classes.map(() => lengthPrior.mean), noisePrior.mean]);
    this.#fit(steps);
  }

  /** Of what is modelled, without noise. */
  predict(point: Features): { mean: number; deviation: number } {
    const n = this.#n;
    const [k, inverse, points, classes] = [this.#near, this.#inverse, this.#points, this.#classes];
    let mean = 0;
    for (let i = 0; i < n; i++) {
      const other = points[i] as Features;
      let squared = 0;
      for (let p = 0; p < inverse.length; p++)
        squared += apart(point[p], other[p], classes[p] as boolean) * (inverse[p] as number);
      k[i] = kernel(squared);
      mean += (k[i] as number) * (this.#weights[i] as number);
    }
    const explained = squareOfSolved(this.#lower, k, n);
    return { mean, deviation: Math.sqrt(Math.max(this.#scale * (1 - explained), 1e-12)) };
  }

  #inverseSquares(): Float64Array {
    return this.#logs.subarray(0, this.#classes.length).map((log) => Math.exp(-2 * log));
  }

  /** Rprop (Riedmiller 1993): steps by the signs of the gradient, the best place is kept. */
  #fit(steps: number): void {
    let best = { density: Number.NEGATIVE_INFINITY, logs: this.#logs };
    const sizes = new Float64Array(this.#logs.length).fill(0.3);
    let before = new Float64Array(this.#logs.length);
    for (let step = 0; step < steps; step++) {
      const here = this.#density(this.#logs);
      if (!here) break;
      if (here.density > best.density) best = { density: here.density, logs: this.#logs };
      const next = Float64Array.from(this.#logs);
      for (const [p, gradient] of here.gradient.entries()) {
        const agreed = gradient * (before[p] as number);
        sizes[p] = Math.min(
          Math.max((sizes[p] as number) * (agreed > 0 ? 1.3 : agreed < 0 ? 0.5 : 1), 1e-3),
          1,
        );
        next[p] = Math.min(
          Math.max((next[p] as number) + Math.sign(gradient) * (sizes[p] as number), -14),
          5,
        );
      }
      before = here.gradient;
      this.#logs = next;
    }
    this.#logs = best.logs;
    this.#evidence = this.#density(this.#logs)?.density ?? Number.NEGATIVE_INFINITY;
  }

  /** Logarithm of how well it tells the values, with its priors, but for what all of as many points have in common. */
  get evidence(): number {
    return this.#evidence;
  }

  /** Log posterior density at these logarithms, and its gradient; what predictions need is left in place. */
  #density(logs: Float64Array): { density: number; gradient: Float64Array<ArrayBuffer> } | undefined {
    const [n, count] = [this.#n, this.#classes.length];
    this.#logs = logs;
    const inverse = this.#inverseSquares();
    const noise = Math.exp(logs[count] as number);
    const matrix = new Float64Array(n * n);
    const squared = this.#squared;
    const { distances, slopes } = this.#pairs;
    distances.fill(0);
    for (const [p, of] of squared.entries()) {
      const by = inverse[p] as number;
      for (let pair = 0; pair < of.length; pair++)
        distances[pair] = (distances[pair] as number) + (of[pair] as number) * by;
    }
    // The kernel, and its slope by the squared distance: this, and what follows, is most of what a trial costs.
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const r = root5 * Math.sqrt(distances[pair] as number);
        const falling = Math.exp(-r);
        matrix[i * n + j] = (1 + r + (r * r) / 3) * falling;
        slopes[pair] = (-5 / 6) * (1 + r) * falling;
      }
      matrix[i * n + i] = 1 + noise + 1e-9;
    }
    const lower = cholesky(matrix, n);
    if (!lower) return undefined;
    const weights = solveUpper(lower, solveLower(lower, this.#values, n), n);
    let [quadratic, logDet] = [0, 0];
    for (let i = 0; i < n; i++) {
      quadratic += (weights[i] as number) * (this.#values[i] as number);
      logDet += 2 * Math.log(lower[i * n + i] as number);
    }
    const scale = Math.max(quadratic / n, 1e-12);
    [this.#lower, this.#weights, this.#scale, this.#inverse] = [lower, weights, scale, inverse];
    const gradient = new Float64Array(count + 1);
    const whole = inverseOf(lower, n);
    for (let i = 0, pair = 0; i < n; i++) {
      const own = (weights[i] as number) ** 2 / scale - (whole[i * n + i] as number);
      gradient[count] = (gradient[count] as number) + 0.5 * own * noise;
      for (let j = 0; j < i; j++, pair++) {
        const pull = ((weights[i] as number) * (weights[j] as number)) / scale - (whole[i * n + j] as number);
        // By the logarithm of a length: the squared distance falls twice as fast.
        slopes[pair] = -2 * pull * (slopes[pair] as number);
      }
    }
    for (const [p, of] of squared.entries()) {
      let sum = 0;
      for (let pair = 0; pair < of.length; pair++) sum += (slopes[pair] as number) * (of[pair] as number);
      gradient[p] = sum * (inverse[p] as number);
    }
    let density = -0.5 * (n * Math.log(scale) + logDet);
    for (const [p, log] of logs.entries()) {
      const { mean, deviation } = p < count ? lengthPrior : noisePrior;
      density -= 0.5 * ((log - mean) / deviation) ** 2;
      gradient[p] = (gradient[p] as number) - (log - mean) / deviation ** 2;
    }
    return { density, gradient };
  }
}
