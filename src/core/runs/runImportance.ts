/**
 * How much of the differences of a figure among runs each of their params explains by itself: functional analysis of
 * variance of a forest, as for searches. Of runs that nobody planned it says what these runs show, not what is so.
 */
import type { Run } from '../protocol/model';
import { growForest, importances } from '../sweeps/importance/fanova';

export const fewestRuns = 8;

type Literal = string | number | boolean;

/** Names of params that at least two of the runs set otherwise, those of most values last; ids and texts of each run are none. */
export function variedParams(
  runs: readonly Run[],
  isLeftOut: (name: string) => boolean = () => false,
): string[] {
  const valuesOf = new Map<string, Set<Literal>>();
  for (const { params } of runs)
    for (const [name, value] of Object.entries(params)) {
      const values = valuesOf.get(name) ?? new Set();
      valuesOf.set(name, values.add(value));
    }
  const isText = (values: Set<Literal>) => [...values].some((value) => typeof value === 'string');
  return [...valuesOf]
    .filter(
      ([name, values]) =>
        values.size > 1 && !(isText(values) && values.size > mostChoices) && !isLeftOut(name),
    )
    .map(([name]) => name);
}
export const mostChoices = 12;

/** Places from 0 to 1: numbers by size, by their logarithm where they span much; anything else one place for each value. */
export function unitPlaces(values: readonly (Literal | undefined)[]): number[] {
  const known = values.filter((value) => value !== undefined);
  if (known.every((value) => typeof value === 'number')) {
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const map = low > 0 && high / low > 20 ? Math.log : (value: number) => value;
    const span = map(high) - map(low) || 1;
    return values.map((value) => (value === undefined ? 0.5 : (map(value as number) - map(low)) / span));
  }
  const texts = [...new Set(values.map(String))].sort();
  return values.map((value) => (texts.indexOf(String(value)) + 0.5) / texts.length);
}

/** Of runs that have the metric, the most important first; undefined: too few of them, or all alike. */
export function importanceOfRuns(
  runs: readonly Run[],
  metric: string,
  isLeftOut?: (name: string) => boolean,
): { name: string; share: number }[] | undefined {
  const judged = runs.filter(({ summary }) => Number.isFinite(summary[metric]));
  const values = judged.map(({ summary }) => summary[metric] as number);
  const names = variedParams(judged, isLeftOut);
  if (judged.length < fewestRuns || new Set(values).size < 2 || names.length === 0) return undefined;
  const columns = names.map((name) => unitPlaces(judged.map(({ params }) => params[name])));
  const points = judged.map((_, at) => columns.map((column) => column[at] as number));
  const shares = importances(growForest(points, values), names.length);
  return names.map((name, at) => ({ name, share: shares[at] as number })).sort((a, b) => b.share - a.share);
}

/** The best of them by a metric: so many percent, at least one. */
export function topRuns(
  runs: readonly Run[],
  { metric, better }: { metric: string; better: 'higher' | 'lower' },
  percent: number,
): Run[] {
  const judged = runs.filter(({ summary }) => Number.isFinite(summary[metric]));
  const sign = better === 'higher' ? -1 : 1;
  return judged
    .toSorted((a, b) => sign * ((a.summary[metric] as number) - (b.summary[metric] as number)))
    .slice(0, Math.max(1, Math.round((judged.length * percent) / 100)));
}
