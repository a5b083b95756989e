/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000), in the form of Hyndman and Billah 2003: without its season the
 * window is smoothed, and half the slope of the straight line through it is added.
 */
import { between, type ClassicMethod } from './classicMethod';

/** Classical additive decomposition: the mean departure from a centred moving average, by place in the season; sums to 0. */
export function additiveSeason(window: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const [sums, counts] = [new Float64Array(period), new Float64Array(period)];
  for (let t = half; t + half < window.length; t++) {
    let trend = 0;
    for (let i = -half; i <= half; i++) {
      // An even season has its ends half.
      const weight = period % 2 === 0 && Math.abs(i) === half ? 0.5 : 1;
      trend += (weight * (window[t + i] as number)) / period;
    }
    const at = t % period;
    sums[at] = (sums[at] as number) + (window[t] as number) - trend;
    counts[at] = (counts[at] as number) + 1;
  }
  const season = sums.map((sum, i) => sum / Math.max(1, counts[i] as number));
  const mean = season.reduce((sum, value) => sum + value, 0) / period;
  return season.map((value) => value - mean);
}

/** Of the straight line by least squares, per step. */
function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2;
  let [products, squares] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    products += (t - middle) * (values[t] as number);
    squares += (t - middle) ** 2;
  }
  return squares > 0 ? products / squares : 0;
}

export const theta: ClassicMethod = {
  type: 'theta',
  title: 'Theta',
  leastWindow: (period) => (period ? 2 * period : 3),
  parameters: () => [between('α', 0.01, 0.999, 0.5)],
  forecast(window, [alpha = 0.5], { steps, period }) {
    const season = period ? additiveSeason(window, period) : undefined;
    const rest = season ? window.map((value, t) => value - (season[t % season.length] as number)) : window;
    const n = rest.length;
    let level = rest[0] as number;
    for (let t = 1; t < n; t++) level += alpha * ((rest[t] as number) - level);
    const slope = slopeOf(rest) / 2;
    const lag = (1 - (1 - alpha) ** n) / alpha;
    return Float64Array.from(
      { length: steps },
      (_, h) => level + slope * (h + lag) + (season ? (season[(n + h) % season.length] as number) : 0),
    );
  },
};
