/** What quantiles are worth on rows that were judged: of the pages of a run, and of its report. */
import { coverageOf, meanPinball, medianOf } from '../quantiles/levels';
import { type Interval, ratioInterval } from '../stats/ratioInterval';
import type { BandPredictions } from '../tasks/quantileForecast';
import type { QuantilePredictions } from '../tasks/quantiles';

/** Values with their quantiles: `of(i, level)`; truth that is NaN counts for nothing. */
export interface Judged {
  levels: readonly number[];
  count: number;
  truth(i: number): number;
  of(i: number, level: number): number;
  /** Values of one row have one number, rows of one block too. */
  block?(i: number): number;
}

export interface QuantileFacts {
  values: number;
  /** The share that the interval is to hold, and the one that it held. */
  promised: number;
  coverage: number;
  /** Where the true coverage is likely to lie. */
  interval?: Interval;
  /** Mean width of the interval. */
  width: number;
  pinball: number;
  /** Of the median. */
  mae: number;
  /** Of each level, the share of the values that lie at or below its quantile. */
  below: number[];
}

export function quantileFacts({ levels, count, truth, of, block }: Judged): QuantileFacts {
  const last = levels.length - 1;
  const middle = medianOf(levels);
  const below = levels.map(() => 0);
  const [held, blocks]: [number[], number[]] = [[], []];
  let [width, pinball, mae] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const real = truth(i);
    if (Number.isNaN(real)) continue;
    const found = levels.map((_, level) => of(i, level));
    for (const [level, quantile] of found.entries())
      if (real <= quantile) below[level] = (below[level] as number) + 1;
    held.push(Number((found[0] as number) <= real && real <= (found[last] as number)));
    blocks.push(block?.(i) ?? i);
    width += (found[last] as number) - (found[0] as number);
    pinball += meanPinball(real, found, levels);
    mae += Math.abs(real - (found[middle] as number));
  }
  const values = held.length;
  const interval = ratioInterval({ above: held, blocks }, 0);
  return {
    values,
    promised: coverageOf(levels),
    coverage: held.reduce((sum, one) => sum + one, 0) / values,
    ...(interval && { interval: { low: Math.max(0, interval.low), high: Math.min(1, interval.high) } }),
    width: width / values,
    pinball: pinball / values,
    mae: mae / values,
    below: below.map((sum) => sum / values),
  };
}

export const factsOfRows = ({ levels, truth, quantiles, blocks }: QuantilePredictions): QuantileFacts =>
  quantileFacts({
    levels,
    count: truth.length,
    truth: (i) => truth[i] as number,
    of: (i, level) => quantiles[i * levels.length + level] as number,
    block: (i) => blocks?.[i] ?? i,
  });

/** Of one channel; of one step, or of all. `step` counts from 0. */
export function factsOfBand(
  { levels, steps, channels, truth, quantiles, blocks }: BandPredictions,
  channel: number,
  step?: number,
): QuantileFacts {
  const each = steps * channels.length;
  const rows = truth.length / each;
  const perRow = step === undefined ? steps : 1;
  const place = (i: number) => (step ?? i % perRow) * channels.length + channel;
  const row = (i: number) => Math.floor(i / perRow);
  return quantileFacts({
    levels,
    count: rows * perRow,
    truth: (i) => truth[row(i) * each + place(i)] as number,
    of: (i, level) => quantiles[(row(i) * levels.length + level) * each + place(i)] as number,
    block: (i) => blocks?.[row(i)] ?? row(i),
  });
}

/** Of all channels at once, standardised where there are several. */
export function factsOfBands(judged: BandPredictions): QuantileFacts {
  const { levels, steps, channels, truth, quantiles } = judged;
  const each = steps * channels.length;
  const scale = (i: number) => (channels.length === 1 ? 1 : (channels[i % channels.length]?.std ?? 1));
  const row = (i: number) => Math.floor(i / each);
  return quantileFacts({
    levels,
    count: truth.length,
    truth: (i) => (truth[i] as number) / scale(i),
    of: (i, level) => (quantiles[(row(i) * levels.length + level) * each + (i % each)] as number) / scale(i),
    block: (i) => judged.blocks?.[row(i)] ?? row(i),
  });
}

export const metricsOfFacts = ({ pinball, coverage, width }: QuantileFacts): Record<string, number> => ({
  pinball,
  coverage,
  intervalWidth: width,
});

/** Mean absolute error of what needs no model. */
export function naiveError(
  { steps, channels, truth, naive }: BandPredictions,
  channel: number,
  step?: number,
): number {
  let [sum, count] = [0, 0];
  for (let i = channel; i < truth.length; i += channels.length) {
    if (step !== undefined && Math.floor(i / channels.length) % steps !== step) continue;
    const error = Math.abs((truth[i] as number) - (naive[i] as number));
    if (Number.isNaN(error)) continue;
    sum += error;
    count++;
  }
  return sum / count;
}

/** In a sentence: whether the interval holds what it promises, as far as these rows can tell. */
export function coverageVerdict({ promised, coverage, interval }: QuantileFacts): string {
  const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`;
  const said = `The interval was to hold ${percent(promised)} of the values and held ${percent(coverage)}`;
  if (!interval) return `${said}; there are too few to tell more.`;
  const range = `${percent(interval.low)} to ${percent(interval.high)}`;
  if (promised < interval.low) return `${said} (${range}): it is wider than it need be.`;
  if (promised > interval.high)
    return `${said} (${range}): it is too narrow, and more is to be expected outside.`;
  return `${said} (${range}): what it promises.`;
}
