import type { Course, PrunerDef } from './prunerDef';

/** Of those that reach a rung one in so many goes on; each rung is so many times as far. */
export const reduction = 3;

/** Epochs at which is decided, before the last one: the first is a share of all that leaves room for some rungs. */
export function rungsOf(epochs: number, skipped = 0): number[] {
  const rungs: number[] = [];
  const first = Math.max(1, Math.round(epochs / reduction ** 3));
  for (let rung = first * reduction ** skipped; rung < epochs; rung *= reduction) rungs.push(rung);
  return rungs;
}

/** The best up to there: curves are jagged. */
const bestUntil = (reported: readonly number[], epoch: number): number =>
  reported.slice(0, epoch).reduce((best, value) => (value < best ? value : best), Number.POSITIVE_INFINITY);

/** Whether a course that has just come to a rung is among the best third of those that came there before. */
export function failsRung(
  reported: readonly number[],
  others: readonly Course[],
  rungs: readonly number[],
): string | undefined {
  const epoch = reported.length;
  if (!rungs.includes(epoch)) return undefined;
  const came = others.filter((other) => other.reported.length >= epoch);
  const own = bestUntil(reported, epoch);
  const better = came.filter((other) => bestUntil(other.reported, epoch) < own).length;
  const stays = Math.max(1, Math.floor((came.length + 1) / reduction));
  return better < stays ? undefined : `Not among the best ${stays} of ${came.length + 1} at epoch ${epoch}.`;
}

export const asha: PrunerDef = {
  type: 'asha',
  title: 'ASHA',
  summary:
    'At epochs that are three times as far each time only the best third goes on. Saves most; made for many trials.',
  source: 'Li et al. 2020, A system for massively parallel hyperparameter tuning',
  prune: ({ trial, others, epochs }) => failsRung(trial.reported, others, rungsOf(epochs)),
};
