/**
 * ARIMA(1,1,1), with a season (1,1,1)(0,1,1) of it (Box and Jenkins 1970): differences are forecast from their last values
 * and the errors of the steps before, which begin as nothing in each window (conditional sum of squares).
 */
import type { ClassicMethod, ClassicParameter } from './classicMethod';

const inUnit = (name: string, start: number): ClassicParameter => ({
  name,
  start: Math.atanh(start),
  // Short of 1: there a model forgets nothing.
  toValue: (free) => 0.98 * Math.tanh(free),
});

const difference = (values: Float64Array, lag: number): Float64Array =>
  values.subarray(lag).map((value, i) => value - (values[i] as number));

/** What differences of that lag add up to, after `before`. */
function summed(before: Float64Array, changes: Float64Array, lag: number): Float64Array {
  const all = new Float64Array(lag + changes.length);
  all.set(before.subarray(before.length - lag));
  for (let i = 0; i < changes.length; i++) all[lag + i] = (all[i] as number) + (changes[i] as number);
  return all.subarray(lag);
}

export const arima: ClassicMethod = {
  type: 'arima',
  title: 'ARIMA',
  leastWindow: (period = 0) => period + 4,
  parameters: (period) => [inUnit('φ', 0.1), inUnit('θ', -0.3), ...(period ? [inUnit('Θ', -0.3)] : [])],
  forecast(window, [phi = 0, ma = 0, seasonalMa = 0], { steps, period, slope }) {
    const seasonal = period ? difference(window, period) : window;
    const changes = difference(seasonal, 1);
    // With both differences taken a constant would be a bend; with one it is the slope.
    const mean = period ? 0 : slope;
    const n = changes.length;
    const values = new Float64Array(n + steps);
    const errors = new Float64Array(n + steps);
    for (let t = 0; t < n + steps; t++) {
      const error = (lag: number) => (t - lag >= 0 ? (errors[t - lag] as number) : 0);
      const expected =
        mean +
        (t > 0 ? phi * ((values[t - 1] as number) - mean) : 0) +
        ma * error(1) +
        (period ? seasonalMa * error(period) + ma * seasonalMa * error(period + 1) : 0);
      values[t] = t < n ? (changes[t] as number) : expected;
      errors[t] = (values[t] as number) - expected;
    }
    const changed = summed(seasonal, values.subarray(n), 1);
    return period ? summed(window, changed, period) : changed;
  },
};
