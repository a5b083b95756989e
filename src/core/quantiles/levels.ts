/** Which quantiles are answered: the two ends of an interval that is to hold so large a share, and the median. */
import type { TaskSpec } from '../protocol/train';

export const standardCoverage = 0.8;

/** Ascending, the median in the middle. 0.8: 0.1, 0.5, 0.9. */
export function levelsOfCoverage(coverage: number): number[] {
  const tail = Number(((1 - coverage) / 2).toFixed(6));
  return [tail, 0.5, Number((1 - tail).toFixed(6))];
}

export const levelsOf = ({ levels }: Pick<TaskSpec, 'levels'>): readonly number[] =>
  levels ?? levelsOfCoverage(standardCoverage);

export const medianOf = (levels: readonly number[]): number => (levels.length - 1) / 2;

/** The share that lies between the outermost. */
export const coverageOf = (levels: readonly number[]): number =>
  Number(((levels.at(-1) ?? 1) - (levels[0] ?? 0)).toFixed(6));

/** "10 %" */
export const percentOf = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

/** Of one value: the loss that its quantile makes least (Koenker and Bassett 1978). */
export const pinballOf = (truth: number, quantile: number, level: number): number =>
  Math.max(level * (truth - quantile), (level - 1) * (truth - quantile));

/** Mean over the levels; `at`: where the quantiles of this value begin, `stride` apart. */
export function meanPinball(
  truth: number,
  quantiles: ArrayLike<number>,
  levels: readonly number[],
  at = 0,
  stride = 1,
): number {
  let sum = 0;
  for (const [k, level] of levels.entries())
    sum += pinballOf(truth, quantiles[at + k * stride] as number, level);
  return sum / levels.length;
}

/** Of the quantiles of a forecast, [level, ...]: those of one level. */
export function levelOf(
  quantiles: readonly number[],
  levels: readonly number[],
  level: number,
): readonly number[] {
  const each = quantiles.length / levels.length;
  return quantiles.slice(level * each, (level + 1) * each);
}
