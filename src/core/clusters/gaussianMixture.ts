/**
 * A mixture of normal distributions, each with a covariance of its own, fitted by expectation and maximisation (Dempster,
 * Laird and Rubin 1977) from the groups of k-means.
 */
import { kMeans } from './kMeans';
import { logLikelihoods, type Mixture } from './mixture';
import type { Rows, Worked } from './rows';

export interface FittedMixture extends Mixture {
  /** Shares of the rows. */
  weights: Float64Array;
  /** Mean logarithm of the likelihood of a row. */
  likelihood: number;
  /** Schwarz 1978: less is better, parameters cost. */
  bic: number;
}

export interface MixtureSettings {
  k: number;
  starts: number;
  seed: number;
  /** Added to variances, so that none vanishes. */
  floor: number;
}

const mostPasses = 100;
/** By so much the mean likelihood has to grow for another pass. */
const tolerance = 1e-3;

export async function gaussianMixture(
  data: Rows,
  { k, floor, ...begin }: MixtureSettings,
  worked: Worked,
): Promise<FittedMixture> {
  const { rows, width, features } = data;
  const { labels } = await kMeans(data, { k, ...begin }, worked);
  const shares = new Float64Array(rows * k);
  for (let row = 0; row < rows; row++) shares[row * k + (labels[row] as number)] = 1;
  let model = await maximised(data, shares, k, floor, worked);
  let likelihood = Number.NEGATIVE_INFINITY;
  const joint = new Float64Array(k);
  for (let pass = 0; pass < mostPasses; pass++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      logLikelihoods(model, features, row, joint);
      const all = logSum(joint);
      sum += all;
      for (let part = 0; part < k; part++) shares[row * k + part] = Math.exp((joint[part] as number) - all);
      if (row % 256 === 255) await worked(256 * k * width * width);
    }
    const now = sum / rows;
    if (Math.abs(now - likelihood) < tolerance) {
      likelihood = now;
      break;
    }
    likelihood = now;
    model = await maximised(data, shares, k, floor, worked);
  }
  const parameters = k * (width + (width * (width + 1)) / 2) + k - 1;
  return { ...model, likelihood, bic: -2 * likelihood * rows + parameters * Math.log(rows) };
}

function logSum(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) largest = Math.max(largest, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

/** The parts that make rows of such shares likeliest. */
async function maximised(
  { rows, width, features }: Rows,
  shares: Float64Array,
  k: number,
  floor: number,
  worked: Worked,
): Promise<Mixture & { weights: Float64Array }> {
  const means = new Float64Array(k * width);
  const offsets = new Float64Array(k);
  const factors = new Float64Array(k * width * width);
  const weights = new Float64Array(k);
  for (let part = 0; part < k; part++) {
    let total = 10 * Number.EPSILON;
    for (let row = 0; row < rows; row++) total += shares[row * k + part] as number;
    const mean = means.subarray(part * width, (part + 1) * width);
    for (let row = 0; row < rows; row++) {
      const share = shares[row * k + part] as number;
      if (share === 0) continue;
      for (let i = 0; i < width; i++)
        mean[i] = (mean[i] as number) + (share / total) * (features[row * width + i] as number);
    }
    const covariance = new Float64Array(width * width);
    const apart = new Float64Array(width);
    for (let row = 0; row < rows; row++) {
      const share = (shares[row * k + part] as number) / total;
      if (row % 256 === 255) await worked(256 * width * width);
      if (share === 0) continue;
      for (let i = 0; i < width; i++) apart[i] = (features[row * width + i] as number) - (mean[i] as number);
      for (let i = 0; i < width; i++) {
        const scaled = share * (apart[i] as number);
        for (let j = 0; j <= i; j++)
          covariance[i * width + j] = (covariance[i * width + j] as number) + scaled * (apart[j] as number);
      }
    }
    for (let i = 0; i < width; i++) covariance[i * width + i] = (covariance[i * width + i] as number) + floor;
    const { inverse, logDeterminant } = inverseRoot(covariance, width);
    factors.set(inverse, part * width * width);
    weights[part] = total / rows;
    offsets[part] = Math.log(total / rows) - (width * Math.log(2 * Math.PI)) / 2 - logDeterminant / 2;
  }
  return { width, parts: k, means, offsets, factors, weights };
}

/**
 * Of a covariance C = L Lᵀ the transpose of the inverse of L, as `Mixture.factors` lies: rows by the column that is read,
 * so that (x - mean) · factors has the length that C gives.
 */
function inverseRoot(
  covariance: Float64Array,
  width: number,
): { inverse: Float64Array; logDeterminant: number } {
  const root = new Float64Array(width * width);
  let logDeterminant = 0;
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i * width + j] as number;
      for (let m = 0; m < j; m++) sum -= (root[i * width + m] as number) * (root[j * width + m] as number);
      if (i === j) {
        root[i * width + i] = Math.sqrt(Math.max(sum, 1e-12));
        logDeterminant += 2 * Math.log(root[i * width + i] as number);
      } else root[i * width + j] = sum / (root[j * width + j] as number);
    }
  // Column by column of L⁻¹, which is a lower triangle; its transpose is stored.
  const inverse = new Float64Array(width * width);
  for (let column = 0; column < width; column++)
    for (let i = column; i < width; i++) {
      let sum = i === column ? 1 : 0;
      for (let m = column; m < i; m++)
        sum -= (root[i * width + m] as number) * (inverse[column * width + m] as number);
      inverse[column * width + i] = sum / (root[i * width + i] as number);
    }
  return { inverse, logDeterminant };
}
