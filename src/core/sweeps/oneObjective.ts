/** A search with several objectives as one that has a single one of them, for the plots that show one. */
import type { SweepPlan } from '../protocol/sweep';
import type { Trial } from './trials';

/** What was stopped early reported the first objective alone: of others it has no value. */
export function withOneObjective(
  plan: SweepPlan,
  trials: readonly Trial[],
  at: number,
): { plan: SweepPlan; trials: Trial[] } {
  return {
    plan: { ...plan, objectives: plan.objectives.slice(at, at + 1) },
    trials: trials.map(({ values, reported, ...trial }) => {
      const value = values?.[at];
      return {
        ...trial,
        reported: at === 0 ? reported : [],
        ...(value !== undefined && { values: [value] }),
      };
    }),
  };
}
