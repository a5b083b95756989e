/**
 * Sequential minimal optimisation: ½ αᵀQα + pᵀα as small as can be, with yᵀα as it begins and 0 ≤ α ≤ C, two at a time
 * (Platt 1998), chosen by second-order information (Fan, Chen and Lin 2005), as LIBSVM does, without shrinking.
 */
export interface Quadratic {
  count: number;
  /** Q's row of one variable. */
  row(at: number): ArrayLike<number>;
  diagonal: Float64Array;
  p: Float64Array;
  /** 1 or -1. */
  y: Int8Array;
  most: number;
  /** Where it begins. */
  alpha: Float64Array;
}

export interface Minimum {
  alpha: Float64Array;
  /** What is taken off the sum over rows: f = Σ α y k - offset. */
  offset: number;
  /** It came to an end before the steps did. */
  settled: boolean;
}

const tolerance = 1e-3;
const leastCurvature = 1e-12;
const rowsPerBreath = 32;

export async function smo(
  of: Quadratic,
  mostSteps: number,
  worked: (values: number) => void | Promise<void>,
): Promise<Minimum> {
  const { count, diagonal, p, y, most } = of;
  const alpha = Float64Array.from(of.alpha);
  const gradient = Float64Array.from(p);
  for (let at = 0; at < count; at++) {
    const own = alpha[at] as number;
    if (own === 0) continue;
    const row = of.row(at);
    for (let k = 0; k < count; k++) gradient[k] = (gradient[k] as number) + own * (row[k] as number);
    if (at % rowsPerBreath === 0) await worked(rowsPerBreath * count);
  }
  let settled = false;
  for (let step = 0; step < mostSteps; step++) {
    if (step % rowsPerBreath === 0) await worked(4 * rowsPerBreath * count);
    let [i, highest] = [-1, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < count; k++) {
      const isUp = y[k] === 1 ? (alpha[k] as number) < most : (alpha[k] as number) > 0;
      const value = -(y[k] as number) * (gradient[k] as number);
      if (isUp && value >= highest) [i, highest] = [k, value];
    }
    if (i < 0) {
      settled = true;
      break;
    }
    const row = of.row(i);
    let [j, lowest, best] = [-1, Number.POSITIVE_INFINITY, 0];
    for (let k = 0; k < count; k++) {
      const isLow = y[k] === 1 ? (alpha[k] as number) > 0 : (alpha[k] as number) < most;
      if (!isLow) continue;
      const value = -(y[k] as number) * (gradient[k] as number);
      if (value < lowest) lowest = value;
      const apart = highest - value;
      if (apart <= 0) continue;
      const bent =
        (diagonal[i] as number) +
        (diagonal[k] as number) -
        2 * (y[i] as number) * (y[k] as number) * (row[k] as number);
      const gain = (apart * apart) / Math.max(bent, leastCurvature);
      if (gain >= best) [j, best] = [k, gain];
    }
    if (j < 0 || highest - lowest < tolerance) {
      settled = true;
      break;
    }
    move(of, alpha, gradient, [i, j], [row, of.row(j)]);
  }
  return { alpha, offset: offsetOf(of, alpha, gradient), settled };
}

function move(
  { count, diagonal, y, most }: Quadratic,
  alpha: Float64Array,
  gradient: Float64Array,
  [i, j]: readonly [number, number],
  [ofI, ofJ]: readonly [ArrayLike<number>, ArrayLike<number>],
): void {
  const [yi, yj] = [y[i] as number, y[j] as number];
  const bent = Math.max(
    (diagonal[i] as number) + (diagonal[j] as number) - 2 * yi * yj * (ofI[j] as number),
    leastCurvature,
  );
  const [before, other] = [alpha[i] as number, alpha[j] as number];
  // Along yᵀα = constant: i by +yi t, j by -yj t.
  let t = (-yi * (gradient[i] as number) + yj * (gradient[j] as number)) / bent;
  t = Math.min(t, yi === 1 ? most - before : before, yj === 1 ? other : most - other);
  alpha[i] = Math.min(most, Math.max(0, before + yi * t));
  alpha[j] = Math.min(most, Math.max(0, other - yj * t));
  const [byI, byJ] = [(alpha[i] as number) - before, (alpha[j] as number) - other];
  for (let k = 0; k < count; k++)
    gradient[k] = (gradient[k] as number) + byI * (ofI[k] as number) + byJ * (ofJ[k] as number);
}

/** The mean over those that are free, else the middle of what the bound ones allow. */
function offsetOf({ count, y, most }: Quadratic, alpha: Float64Array, gradient: Float64Array): number {
  let [sum, free] = [0, 0];
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k < count; k++) {
    const value = (y[k] as number) * (gradient[k] as number);
    const own = alpha[k] as number;
    if (own > 0 && own < most) {
      sum += value;
      free++;
    } else if (own >= most === (y[k] === 1)) low = Math.max(low, value);
    else high = Math.min(high, value);
  }
  if (free > 0) return sum / free;
  return Number.isFinite(low) && Number.isFinite(high)
    ? (low + high) / 2
    : Number.isFinite(low)
      ? low
      : Number.isFinite(high)
        ? high
        : 0;
}
