/**
 * A mean that may be looked at after every observation: an asymptotic confidence sequence, the normal mixture of Robbins
 * (1970) with an estimated variance (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, Annals of Statistics 52:2613).
 * With probability 1 - alpha the true mean is inside at every moment at once, so that a test stops when it leaves zero.
 */
export interface RunningMean {
  n: number;
  mean: number;
  /** Sum of squared deviations. */
  squares: number;
}

export const noMean: RunningMean = { n: 0, mean: 0, squares: 0 };

export function withValue({ n, mean, squares }: RunningMean, value: number): RunningMean {
  const next = mean + (value - mean) / (n + 1);
  return { n: n + 1, mean: next, squares: squares + (value - mean) * (value - next) };
}

export interface Between {
  mean: number;
  low: number;
  high: number;
}

/** `tunedFor`: the number of observations at which it is narrowest. `jump`: how far one observation may lie from the mean. */
export function anytime(
  { n, mean, squares }: RunningMean,
  alpha: number,
  tunedFor: number,
  jump = 1,
): Between {
  if (n < 2) return { mean, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const log = -2 * Math.log(alpha);
  const rho2 = (log + Math.log(log + 1)) / tunedFor;
  // One more of either sign: a run of few observations that are alike is no certainty.
  const variance = (squares + 2 * jump * jump) / n;
  const reach = Math.sqrt(
    (variance * 2 * (n * rho2 + 1) * Math.log(Math.sqrt(n * rho2 + 1) / alpha)) / (n * n * rho2),
  );
  return { mean, low: mean - reach, high: mean + reach };
}
