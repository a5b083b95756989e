/** What a division takes off the loss's second-order approximation (Chen and Guestrin 2016), within bounds where there are some. */

export interface Sums {
  gradient: number;
  curvature: number;
  rows: number;
}

export interface Split {
  feature: number;
  /** Rows in bins up to this one go left. */
  bin: number;
  /** And those whose value is missing. */
  missingLeft?: boolean;
  /** Of categories: those in these bins go left instead, by bin 1. */
  members?: Uint8Array;
  gain: number;
  left: Sums;
  right: Sums;
}

export interface SplitLimits {
  /** Rows that each side keeps at least. */
  leastRows: number;
  /** Draws what leaves answer towards nothing. */
  lambda: number;
}

/** What the answers of a node's leaves may be, and how they may go with features. */
export interface Bounds {
  low: number;
  high: number;
  /** By feature: 1, answers never fall as it rises; -1, never rise. */
  signs: Int8Array;
}

/** Of each side: where all is known already, divisions follow rounding. LightGBM and scikit-learn take the same. */
const leastCurvature = 1e-3;

export const worth = (gradient: number, curvature: number, lambda: number): number =>
  gradient ** 2 / (curvature + lambda);

/** What a leaf answers, within its bounds. */
export const answerOf = (
  { gradient, curvature }: Pick<Sums, 'gradient' | 'curvature'>,
  lambda: number,
  bounds?: Pick<Bounds, 'low' | 'high'>,
): number => {
  const free = -gradient / (curvature + lambda || 1);
  return bounds ? Math.min(bounds.high, Math.max(bounds.low, free)) : free;
};

/** What a division is chosen by. */
export interface Division {
  whole: Sums;
  before: number;
  leastGain: number;
  limits: SplitLimits;
  bounds?: Bounds | undefined;
}

/** Of a division of `whole`, or NaN where it may not be. */
export function gainOf(
  { whole, before, limits: { lambda }, bounds }: Division,
  feature: number,
  gradient: number,
  curvature: number,
): number {
  const rest = whole.curvature - curvature;
  if (curvature < leastCurvature || rest < leastCurvature) return Number.NaN;
  const other = whole.gradient - gradient;
  if (!bounds) return worth(gradient, curvature, lambda) + worth(other, rest, lambda) - before;
  const left = answerOf({ gradient, curvature }, lambda, bounds);
  const right = answerOf({ gradient: other, curvature: rest }, lambda, bounds);
  if ((bounds.signs[feature] as number) * (right - left) < 0) return Number.NaN;
  return lossOf(gradient, curvature + lambda, left) + lossOf(other, rest + lambda, right) - before;
}

/** What an answer that need not be the best takes off the loss, times two. */
export const lossOf = (gradient: number, curvature: number, answer: number): number =>
  -answer * (2 * gradient + curvature * answer);
