/** Runs that share a value, together: how many, and their figures as mean and spread. */
import type { Run } from '../protocol/model';
import { fieldOf, type RunNames } from './query/runFields';
import type { QueryField } from './query/queryTree';

export interface RunGroup {
  /** As text; runs without a value are one group, `undefined`. */
  value: string | undefined;
  runs: Run[];
}

/** In the order in which values first come. */
export function groupRuns(runs: readonly Run[], by: QueryField, names: RunNames): RunGroup[] {
  const groups = new Map<string | undefined, Run[]>();
  for (const run of runs) {
    const value = fieldOf(run, by, names);
    const key = value === undefined ? undefined : String(value);
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  return [...groups].map(([value, members]) => ({ value, runs: members }));
}

/** Of the finite ones; `sd` is that of a sample, 0 of one alone. */
export function meanAndSpread(
  values: readonly number[],
): { mean: number; sd: number; count: number } | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: finite.length > 1 ? Math.sqrt(squares / (finite.length - 1)) : 0, count: finite.length };
}
