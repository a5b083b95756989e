import type { Objective } from '../protocol/sweep';
import type { Trial } from './trials';

/** The trials that were better than all before them, by the first objective, in their order. */
export function bestSoFar(
  { better }: Objective,
  trials: readonly Trial[],
): { number: number; value: number }[] {
  const steps: { number: number; value: number }[] = [];
  for (const { number, state, values } of trials) {
    const value = values?.[0];
    if (state !== 'complete' || value === undefined) continue;
    const best = steps.at(-1)?.value;
    if (best === undefined || (better === 'higher' ? value > best : value < best))
      steps.push({ number, value });
  }
  return steps;
}
