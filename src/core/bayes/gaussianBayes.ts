/**
 * Gaussian naive Bayes as weights of a linear layer over values and their squares: log P(class) + sum of the logarithms
 * of a normal distribution of each value, but for what all classes share. In float64.
 */
export interface BayesWeights {
  /** Row-major [2 width, classes]: of the values, then of their squares. */
  kernel: Float64Array;
  bias: Float64Array;
}

/** `features`: row-major [rows, width]; `smoothing`: a share of the widest variance, added to all (sklearn's var_smoothing). */
export function gaussianBayes(
  features: Float32Array,
  width: number,
  target: ArrayLike<number>,
  classes: number,
  smoothing: number,
): BayesWeights {
  const rows = target.length;
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * width);
  const spreads = new Float64Array(classes * width);
  const whole = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    const label = target[row] as number;
    counts[label] = (counts[label] as number) + 1;
    for (let i = 0; i < width; i++) {
      const value = features[row * width + i] as number;
      means[label * width + i] = (means[label * width + i] as number) + value;
      whole[i] = (whole[i] as number) + value / rows;
    }
  }
  for (let label = 0; label < classes; label++)
    for (let i = 0; i < width; i++)
      means[label * width + i] = (means[label * width + i] as number) / Math.max(counts[label] as number, 1);
  let widest = 0;
  const variances = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    const label = target[row] as number;
    for (let i = 0; i < width; i++) {
      const value = features[row * width + i] as number;
      const at = label * width + i;
      spreads[at] = (spreads[at] as number) + (value - (means[at] as number)) ** 2;
      variances[i] = (variances[i] as number) + (value - (whole[i] as number)) ** 2 / rows;
    }
  }
  for (const variance of variances) widest = Math.max(widest, variance);
  // All values alike: nothing to tell classes by but their shares.
  const added = smoothing * (widest || 1);
  const kernel = new Float64Array(2 * width * classes);
  const bias = new Float64Array(classes);
  for (let label = 0; label < classes; label++) {
    const count = counts[label] as number;
    // A class that no training row has is never answered.
    bias[label] = count > 0 ? Math.log(count / rows) : -1e4;
    for (let i = 0; i < width; i++) {
      const mean = means[label * width + i] as number;
      const variance = (spreads[label * width + i] as number) / Math.max(count, 1) + added;
      kernel[i * classes + label] = mean / variance;
      kernel[(width + i) * classes + label] = -0.5 / variance;
      bias[label] = (bias[label] as number) - 0.5 * (Math.log(2 * Math.PI * variance) + mean ** 2 / variance);
    }
  }
  return { kernel, bias };
}
