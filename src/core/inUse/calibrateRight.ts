/**
 * How often an answer of some confidence is right: a logistic curve over the log-odds of the confidence (Platt 1999),
 * fitted to rows with known truth that the model did not learn from.
 */
export interface RightCurve {
  intercept: number;
  slope: number;
  /** Inverse of the Fisher information, of [intercept, slope]: [ii, is, ss]. */
  covariance: [number, number, number];
  rows: number;
  /** Mean distance of what the curve says from what was seen, over ten bins of as many rows, less what chance adds. */
  misfit: number;
  /** Confidences below this were hardly seen. */
  lowest: number;
}

const most = 1 - 1e-6;
export const logOdds = (confidence: number): number => {
  const held = Math.min(most, Math.max(1 - most, confidence));
  return Math.log(held / (1 - held));
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const chanceRight = ({ intercept, slope }: RightCurve, confidence: number): number =>
  sigmoid(intercept + slope * logOdds(confidence));

/** `right`: 1 where the answer was right. Newton's method with a little pull towards the confidences as they are. */
export function calibrateRight(confidences: ArrayLike<number>, right: ArrayLike<number>): RightCurve {
  const rows = confidences.length;
  const odds = Float64Array.from(confidences, logOdds);
  let [intercept, slope] = [0, 1];
  let covariance: [number, number, number] = [1, 0, 1];
  const pull = 0.01;
  for (let step = 0; step < 50; step++) {
    let [gradientI, gradientS, ii, is, ss] = [-pull * intercept, -pull * (slope - 1), pull, 0, pull];
    for (let i = 0; i < rows; i++) {
      const x = odds[i] as number;
      const p = sigmoid(intercept + slope * x);
      const off = (right[i] as number) - p;
      const weight = p * (1 - p);
      gradientI += off;
      gradientS += off * x;
      ii += weight;
      is += weight * x;
      ss += weight * x * x;
    }
    const determinant = ii * ss - is * is;
    covariance = [ss / determinant, -is / determinant, ii / determinant];
    const moveI = covariance[0] * gradientI + covariance[1] * gradientS;
    const moveS = covariance[1] * gradientI + covariance[2] * gradientS;
    // A step that is too long would overshoot where nearly all answers are right.
    const scale = Math.min(1, 2 / Math.max(1e-12, Math.abs(moveI), Math.abs(moveS)));
    intercept += scale * moveI;
    slope += scale * moveS;
    if (Math.abs(moveI) + Math.abs(moveS) < 1e-9) break;
  }
  const curve = { intercept, slope, covariance, rows, misfit: 0, lowest: 0 };
  const order = Array.from({ length: rows }, (_, i) => i).sort(
    (a, b) => (confidences[a] as number) - (confidences[b] as number),
  );
  const lowest = confidences[order[Math.floor(rows * 0.01)] ?? 0] ?? 0;
  return { ...curve, misfit: misfitOf(curve, order, confidences, right), lowest };
}

function misfitOf(
  curve: RightCurve,
  order: readonly number[],
  confidences: ArrayLike<number>,
  right: ArrayLike<number>,
): number {
  const bins = Math.max(1, Math.min(10, Math.floor(order.length / 30)));
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    const own = order.slice(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    let [said, seen, variance] = [0, 0, 0];
    for (const i of own) {
      const p = chanceRight(curve, confidences[i] as number);
      said += p;
      seen += right[i] as number;
      variance += p * (1 - p);
    }
    // The mean distance of a normal variable from its mean.
    const byChance = Math.sqrt((2 * variance) / Math.PI);
    total += Math.max(0, Math.abs(said - seen) - byChance);
  }
  return total / Math.max(1, order.length);
}

/** The mean of a curve over some confidences, with what it is uncertain by. */
export interface MeanRight {
  share: number;
  /** Variance because the curve was learnt from some rows only; that of answers being so few. */
  ofCurve: number;
  ofAnswers: number;
}

export function meanRight(curve: RightCurve, confidences: ArrayLike<number>): MeanRight {
  const count = confidences.length;
  let [sum, spread, bySlope] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = logOdds(confidences[i] as number);
    const p = sigmoid(curve.intercept + curve.slope * x);
    const weight = p * (1 - p);
    sum += p;
    spread += weight;
    bySlope += weight * x;
  }
  const [ii, is, ss] = curve.covariance;
  const [di, ds] = [spread / count, bySlope / count];
  return {
    share: sum / count,
    ofCurve: ii * di * di + 2 * is * di * ds + ss * ds * ds,
    ofAnswers: spread / (count * count),
  };
}

/** Its standard error. */
export const errorOf = ({ ofCurve, ofAnswers }: MeanRight): number => Math.sqrt(ofCurve + ofAnswers);
