/** Trials from the best to the worst: by their value, or of several objectives by front and by loneliness in it. */
import { crowding, paretoRanks } from './pareto';

export function bestFirst<T extends { number: number; values?: readonly number[] }>(
  trials: readonly T[],
): T[] {
  const judged = trials.filter(({ values }) => values !== undefined && values.every(Number.isFinite));
  if ((judged[0]?.values?.length ?? 1) === 1)
    return judged.toSorted(
      (a, b) => (a.values?.[0] as number) - (b.values?.[0] as number) || a.number - b.number,
    );
  const points = judged.map(({ values }) => values as readonly number[]);
  const ranks = paretoRanks(points);
  const lonely = new Array<number>(points.length).fill(0);
  for (const rank of new Set(ranks)) {
    const members = ranks.flatMap((one, at) => (one === rank ? [at] : []));
    const distances = crowding(members.map((at) => points[at] as readonly number[]));
    for (const [i, at] of members.entries()) lonely[at] = distances[i] as number;
  }
  return judged
    .map((trial, at) => ({ trial, rank: ranks[at] as number, alone: lonely[at] as number }))
    .sort(
      (a, b) =>
        a.rank - b.rank || (a.alone === b.alone ? a.trial.number - b.trial.number : b.alone - a.alone),
    )
    .map(({ trial }) => trial);
}
