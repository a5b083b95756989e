/**
 * One step of a shape function: a tree of few leaves over the bins of one feature, by the slopes that were added up there.
 * Lou, Caruana and Gehrke (2012), Intelligible models for classification and regression.
 */
export interface ShapeSettings {
  leaves: number;
  leastRows: number;
  /** Draws what leaves answer towards nothing. */
  lambda: number;
  rate: number;
}

/** Of the rows in each bin. */
export interface BinSums {
  gradients: Float64Array;
  curvatures: Float64Array;
  rows: Float64Array;
}

/** Categories of few rows lie nearer to the middle when they are put in order. */
const orderPull = 10;

/** What is added, by bin; float32. `plain`: bins in their order; those behind them (what is missing) answer for themselves. */
export function growShape(
  sums: BinSums,
  { plain, areCodes }: { plain: number; areCodes: boolean },
  settings: ShapeSettings,
): Float32Array {
  const { gradients, curvatures, rows } = sums;
  const added = new Float32Array(gradients.length);
  const order = Int32Array.from({ length: plain }, (_, bin) => bin);
  if (areCodes) {
    const lean = (bin: number) => (gradients[bin] as number) / ((curvatures[bin] as number) + orderPull);
    order.sort((a, b) => lean(a) - lean(b) || a - b);
  }
  const parts = [partOf(sums, order, 0, plain, settings)];
  while (parts.length < settings.leaves) {
    const best = parts.reduce((so, part) => (part.gain > so.gain ? part : so));
    if (best.gain <= 0) break;
    const at = parts.indexOf(best);
    parts.splice(
      at,
      1,
      partOf(sums, order, best.from, best.cut, settings),
      partOf(sums, order, best.cut, best.to, settings),
    );
  }
  for (const { from, to, gradient, curvature } of parts)
    put(added, order, [from, to], stepOf(gradient, curvature, settings));
  for (let bin = plain; bin < added.length; bin++)
    if ((rows[bin] as number) >= settings.leastRows)
      added[bin] = stepOf(gradients[bin] as number, curvatures[bin] as number, settings);
  return added;
}

function put(added: Float32Array, order: Int32Array, [from, to]: [number, number], step: number): void {
  for (let at = from; at < to; at++) added[order[at] as number] = step;
}

/** Newton's, a share of it. */
export const stepOf = (gradient: number, curvature: number, { lambda, rate }: ShapeSettings): number =>
  curvature > 0 ? (-rate * gradient) / (curvature + lambda) : 0;

interface Part {
  from: number;
  to: number;
  gradient: number;
  curvature: number;
  /** Of the best cut; none where 0. */
  gain: number;
  cut: number;
}

function partOf(
  { gradients, curvatures, rows }: BinSums,
  order: Int32Array,
  from: number,
  to: number,
  { leastRows, lambda }: ShapeSettings,
): Part {
  let [gradient, curvature, count] = [0, 0, 0];
  for (let at = from; at < to; at++) {
    const bin = order[at] as number;
    gradient += gradients[bin] as number;
    curvature += curvatures[bin] as number;
    count += rows[bin] as number;
  }
  const worth = (g: number, h: number) => (h > 0 ? (g * g) / (h + lambda) : 0);
  const part: Part = { from, to, gradient, curvature, gain: 0, cut: from };
  const whole = worth(gradient, curvature);
  let [g, h, n] = [0, 0, 0];
  for (let at = from; at < to - 1; at++) {
    const bin = order[at] as number;
    g += gradients[bin] as number;
    h += curvatures[bin] as number;
    n += rows[bin] as number;
    if (n < leastRows) continue;
    if (count - n < leastRows) break;
    const gain = worth(g, h) + worth(gradient - g, curvature - h) - whole;
    if (gain > part.gain * (1 + 1e-9) + 1e-12) [part.gain, part.cut] = [gain, at + 1];
  }
  return part;
}
