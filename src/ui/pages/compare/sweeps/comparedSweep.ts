import type { SweepPlan } from '#/core/protocol/sweep';
import type { Trial } from '#/core/sweeps/trials';

export interface ComparedSweep {
  id: string;
  name: string;
  plan: SweepPlan;
  trials: readonly Trial[];
  color: string;
  /** Lines differ by more than colour. */
  dash: string;
}

const dashes = ['none', '7 3', '2 3', '9 3 2 3'];
export const dashOf = (at: number): string => dashes[at % dashes.length] as string;

/** Points of several searches in one plot: each has a number of its own. */
const most = 100_000;
export const markOf = (sweep: number, trial: number): number => sweep * most + trial;
export const markText = (sweeps: readonly ComparedSweep[], mark: number): string =>
  `${sweeps[Math.floor(mark / most)]?.name ?? ''}, trial ${(mark % most) + 1}`;
