import type { PrunerDef } from './prunerDef';

const leastTrials = 5;

export const median: PrunerDef = {
  type: 'median',
  title: 'Median',
  summary:
    'Stops a trial whose best so far is worse than what half of the others had at that epoch. Careful: saves about half.',
  source: 'Golovin et al. 2017, Google Vizier',
  prune({ trial, others, epochs }) {
    const epoch = trial.reported.length;
    // The first epochs say little of what comes.
    if (epoch < Math.max(2, Math.ceil(epochs / 10))) return undefined;
    const values = others.flatMap(({ reported }) => {
      const value = reported[epoch - 1];
      return value !== undefined && Number.isFinite(value) ? [value] : [];
    });
    if (values.length < leastTrials) return undefined;
    const sorted = values.sort((a, b) => a - b);
    const middle = sorted.length / 2;
    const half = ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
    return Math.min(...trial.reported) > half
      ? `Worse than half of ${values.length} others at epoch ${epoch}.`
      : undefined;
  },
};
