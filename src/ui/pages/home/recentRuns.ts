import type { Run } from '#/core/protocol/model';

const mostShown = 7;

/** The last that ended, newest first; a run of a parent stands with its parent, one from elsewhere only among all runs. */
export const recentRuns = (runs: readonly Run[]): Run[] =>
  runs
    .filter(
      ({ status, parentId, origin }) =>
        status !== 'running' && parentId === undefined && origin === undefined,
    )
    .toSorted((a, b) => (b.finishedAt ?? b.startedAt) - (a.finishedAt ?? a.startedAt))
    .slice(0, mostShown);
