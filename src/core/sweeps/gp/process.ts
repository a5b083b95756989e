/**
 * A Gaussian process over points of a space: Matérn 5/2, one length for each parameter, lengths and noise by the
 * highest posterior density (the scale of the values is solved for). Rasmussen and Williams 2006, chapters 2, 4 and 5.
 */
import { cholesky, inverseOf, solveLower, solveUpper } from './cholesky';

/** Of each parameter its place, or its value as a class; undefined: it is not searched there. */
export type Features = readonly (number | undefined)[];

const root5 = Math.sqrt(5);
const steps = 24;
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

/** Of the kernel, by the squared distance. */
const slope = (squared: number): number => {
  const r = root5 * Math.sqrt(squared);
  return (-5 / 6) * (1 + r) * Math.exp(-r);
};

export class GaussianProcess {
  readonly #points: readonly Features[];
  readonly #classes: readonly boolean[];
  readonly #squared: Float64Array[];
  readonly #values: Float64Array;
  readonly #n: number;
  /** Logarithms: of each length, and last of the noise. */
  #logs: Float64Array;
  #lower: Float64Array = new Float64Array();
  #weights: Float64Array = new Float64Array();
  #scale = 1;

  /** `values` have mean 0 and deviation 1, about; `classes`: which parameters have no order. */
  constructor(points: readonly Features[], values: ArrayLike<number>, classes: readonly boolean[]) {
    this.#points = points;
    this.#classes = classes;
    this.#values = Float64Array.from(values);
    this.#n = points.length;
    const n = this.#n;
    this.#squared = classes.map((isClass, p) => {
      const squared = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++)
          squared[i * n + j] = squared[j * n + i] = apart(points[i]?.[p], points[j]?.[p], isClass);
      return squared;
    });
    this.#logs = Float64Array.from([...classes.map(() => lengthPrior.mean), noisePrior.mean]);
    this.#fit();
  }

  /** Of what is modelled, without noise. */
  predict(point: Features): { mean: number; deviation: number } {
    const n = this.#n;
    const inverse = this.#inverseSquares();
    const k = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let squared = 0;
      for (let p = 0; p < inverse.length; p++)
        squared +=
          apart(point[p], this.#points[i]?.[p], this.#classes[p] as boolean) * (inverse[p] as number);
      k[i] = kernel(squared);
    }
    const v = solveLower(this.#lower, k, n);
    let [mean, explained] = [0, 0];
    for (let i = 0; i < n; i++) {
      mean += (k[i] as number) * (this.#weights[i] as number);
      explained += (v[i] as number) ** 2;
    }
    return { mean, deviation: Math.sqrt(Math.max(this.#scale * (1 - explained), 1e-12)) };
  }

  #inverseSquares(): Float64Array {
    return this.#logs.subarray(0, this.#classes.length).map((log) => Math.exp(-2 * log));
  }

  /** Rprop (Riedmiller 1993): steps by the signs of the gradient, the best place is kept. */
  #fit(): void {
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
    this.#density(this.#logs);
  }

  /** Log posterior density at these logarithms, and its gradient; what predictions need is left in place. */
  #density(logs: Float64Array): { density: number; gradient: Float64Array<ArrayBuffer> } | undefined {
    const [n, count] = [this.#n, this.#classes.length];
    this.#logs = logs;
    const inverse = this.#inverseSquares();
    const noise = Math.exp(logs[count] as number);
    const distances = new Float64Array(n * n);
    const matrix = new Float64Array(n * n);
    const squared = this.#squared;
    // Of the lower half: this, and what follows, is most of what a trial costs.
    for (let i = 0; i < n; i++) {
      for (let at = i * n; at < i * n + i; at++) {
        let sum = 0;
        for (let p = 0; p < count; p++)
          sum += ((squared[p] as Float64Array)[at] as number) * (inverse[p] as number);
        distances[at] = sum;
        matrix[at] = kernel(sum);
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
    [this.#lower, this.#weights, this.#scale] = [lower, weights, scale];
    const gradient = new Float64Array(count + 1);
    const whole = inverseOf(lower, n);
    for (let i = 0; i < n; i++) {
      const own = (weights[i] as number) ** 2 / scale - (whole[i * n + i] as number);
      gradient[count] = (gradient[count] as number) + 0.5 * own * noise;
      for (let j = 0; j < i; j++) {
        const at = i * n + j;
        const pull = ((weights[i] as number) * (weights[j] as number)) / scale - (whole[at] as number);
        // By the logarithm of a length: the squared distance falls twice as fast.
        const by = -2 * pull * slope(distances[at] as number);
        for (let p = 0; p < count; p++)
          gradient[p] =
            (gradient[p] as number) +
            by * ((squared[p] as Float64Array)[at] as number) * (inverse[p] as number);
      }
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
