/**
 * After how many steps a series repeats itself: the lag of the highest autocorrelation of what is left without a
 * straight trend. A season that such data usually have (12 months) is taken before another that is hardly clearer.
 */
const mostValues = 8192;
const mostLag = 2048;
/** Below, nothing repeats. */
const leastCorrelation = 0.3;
/** A lag this close to the best is as good. */
const nearlyBest = 0.9;

/** Without the line through it; missing values become 0, which is then the mean. */
function detrended(values: ArrayLike<number>): Float64Array {
  let [n, sumT, sumX, sumTT, sumTX] = [0, 0, 0, 0, 0];
  for (let t = 0; t < values.length; t++) {
    const x = values[t] as number;
    if (Number.isNaN(x)) continue;
    n++;
    sumT += t;
    sumX += x;
    sumTT += t * t;
    sumTX += t * x;
  }
  const spread = n * sumTT - sumT * sumT;
  const slope = spread > 0 ? (n * sumTX - sumT * sumX) / spread : 0;
  const level = n > 0 ? (sumX - slope * sumT) / n : 0;
  return Float64Array.from(values, (x, t) => (Number.isNaN(x) ? 0 : x - level - slope * t));
}

/** From lag 0, which is 1, to `lags`; of values without their trend, divided as statisticians do (by all of them). */
export function autocorrelation(values: ArrayLike<number>, lags: number): Float64Array {
  const rest = detrended(values);
  const power = rest.reduce((sum, x) => sum + x * x, 0);
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < rest.length; t++) sum += (rest[t] as number) * (rest[t - lag] as number);
    return power > 0 ? sum / power : lag === 0 ? 1 : 0;
  });
}

export function seasonalPeriod(values: ArrayLike<number>, usual: readonly number[]): number | undefined {
  const some = Float64Array.from(
    { length: Math.min(values.length, mostValues) },
    (_, i) => values[i] as number,
  );
  const lags = Math.min(mostLag, Math.floor(some.length / 3));
  if (lags < 3) return undefined;
  const found = autocorrelation(some, lags);
  // Of fewer products at longer lags: undone, so that a season counts as much as its repetition.
  const at = (lag: number) => ((found[lag] ?? 0) * some.length) / (some.length - lag);
  const isPeak = (lag: number) => at(lag) > at(lag - 1) && at(lag) >= at(lag + 1);
  const peaks: number[] = [];
  for (let lag = 2; lag < lags; lag++) if (at(lag) >= leastCorrelation && isPeak(lag)) peaks.push(lag);
  if (peaks.length === 0) return undefined;
  const best = Math.max(...peaks.map(at));
  const good = peaks.filter((lag) => at(lag) >= nearlyBest * best);
  return usual.find((lag) => good.includes(lag)) ?? good[0];
}
