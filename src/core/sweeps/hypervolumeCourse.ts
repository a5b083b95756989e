/** How much of what can be reached a search with several objectives has reached, trial by trial. */
import type { SweepPlan } from '../protocol/sweep';
import { hypervolume, paretoFront } from './pareto';
import { signed, type Trial } from './trials';

interface VolumePoint {
  /** Of the trial after which it is so. */
  number: number;
  /** Of the box between the best and the worst value of each objective that any trial had: 0 to 1. */
  share: number;
}

export function hypervolumeCourse(
  plan: Pick<SweepPlan, 'objectives'>,
  trials: readonly Trial[],
): VolumePoint[] {
  const complete = trials
    .filter(({ state }) => state === 'complete')
    .map(({ number, values }) => ({ number, point: signed(plan, values ?? []) }));
  const axes = plan.objectives.map((_, at) => {
    const all = complete.map(({ point }) => point[at] as number);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return { low, span: high - low || 1 };
  });
  const one = axes.map(() => 1);
  let front: number[][] = [];
  return complete.map(({ number, point }) => {
    const placed = point.map((value, at) => (value - (axes[at]?.low ?? 0)) / (axes[at]?.span ?? 1));
    const all = [...front, placed];
    front = paretoFront(all).map((at) => all[at] as number[]);
    return { number, share: hypervolume(front, one) };
  });
}
