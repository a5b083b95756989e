/** How series are cut where nobody says it: whole where each has a label, else windows of two seasons before one to come. */
import type { SeriesData, SeriesWindowing } from './seriesSchema';

/** Series of one kind of shape are told apart whole, longer ones by a part of them. */
const longestWhole = 20_000;
const labelledLength = 128;
const mostHorizon = 96;
const wantedSamples = 50;

type Cut = Pick<SeriesData, 'series' | 'longest' | 'period'>;

export function proposeWindowing(
  { series, longest, period }: Cut,
  labels?: 'series' | 'frame',
): SeriesWindowing {
  if (labels === 'series' && series > 1 && longest <= longestWhole)
    return { length: longest, stride: longest, horizon: 0, whole: true };
  if (labels) {
    const length = Math.max(1, Math.min(labelledLength, Math.floor(longest / 4)));
    return { length, stride: Math.max(1, Math.floor(length / 2)), horizon: 0 };
  }
  // A season ahead from two, as far as the series is long enough to be learnt from.
  const season = period ?? 12;
  const horizon = Math.max(1, Math.min(season, mostHorizon, Math.floor(longest / 8)));
  const length = Math.max(1, Math.min(Math.max(2 * horizon, 24), Math.floor(longest / 3)));
  const windows = longest - length - horizon + 1;
  const stride = Math.max(1, Math.floor(windows / Math.max(wantedSamples, 20_000)));
  return { length, stride, horizon };
}

/** Throws nothing: problems in words, by field. */
export function windowingProblems(
  { length, stride, horizon, whole }: SeriesWindowing,
  { longest, series }: Pick<SeriesData, 'longest' | 'series'>,
): { field: 'length' | 'stride' | 'horizon'; message: string }[] {
  if (whole)
    return series < 2
      ? [{ field: 'length', message: 'There is one series only: whole, it is a single sample.' }]
      : [];
  const whole1 = (value: number) => Number.isInteger(value);
  const problems: ReturnType<typeof windowingProblems> = [];
  if (!whole1(length) || length < 1)
    problems.push({ field: 'length', message: 'A window is at least 1 step long.' });
  if (!whole1(stride) || stride < 1)
    problems.push({ field: 'stride', message: 'The stride is at least 1 step.' });
  if (!whole1(horizon) || horizon < 0)
    problems.push({ field: 'horizon', message: 'The horizon is 0 or more steps.' });
  if (problems.length === 0 && length + horizon > longest)
    problems.push({
      field: 'length',
      message: `A window of ${length} and ${horizon} steps after it is longer than the longest series (${longest}).`,
    });
  return problems;
}
